"""Know which version of the package runs."""

__version__ = "0.1.0"
