self.timelineTexts=["It took two years.","The ministry ordered it (citation 1); the minister   denied   it (citation 2).","Ruritania closed its side."];
