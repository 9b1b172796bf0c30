/* Narrows the list of events by filters, words and a stretch of time; knows of no picture. Every page is whole without
   it: what it works on is hidden until it runs, and its words are the page's. The address says what is set. */
(() => {
  "use strict";
  const SIZE = 50; // rows at a time
  const PAUSE = 150; // ms after a key, before the list follows
  const by = (id) => document.getElementById(id);
  const form = by("filters");
  const words = form.dataset;
  const all = by("all"), results = by("results"), list = results.querySelector("ol"), more = results.querySelector(".more");
  const chips = form.querySelector(".chips"), clear = form.querySelector(".clear"), found = by("found"), some = by("some");
  const panels = [...form.querySelectorAll("details")];
  const facets = panels.map((panel) => panel.dataset.facet).filter((name) => name !== "time");
  const language = document.documentElement.lang;
  const number = new Intl.NumberFormat(language);
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const copy = (id) => by(id).content.firstElementChild.cloneNode(true);

  // --- what is set, and the address that says so

  const state = { q: "", from: "", to: "" };
  const DAY = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/;
  const isSet = () => state.q || state.from || state.to || facets.some((name) => state[name].size);

  function read() {
    const query = new URLSearchParams(location.search);
    for (const name of facets) state[name] = new Set(query.getAll(name).flatMap((value) => value.split(",")).filter(Boolean));
    for (const name of ["from", "to"]) state[name] = DAY.test(query.get(name)) ? query.get(name) : "";
    state.q = (query.get("q") || "").trim().slice(0, 200);
  }

  function address() {
    const parts = facets.filter((name) => state[name].size).map((name) => name + "=" + [...state[name]].sort().map(encodeURIComponent).join(","));
    for (const name of ["from", "to", "q"]) if (state[name]) parts.push(name + "=" + encodeURIComponent(state[name]).replace(/%20/g, "+"));
    return location.pathname + (parts.length ? "?" + parts.join("&") : "");
  }

  let last = ""; // what was changed last, so that a word typed or a handle moved is one step back, not many
  function remember(what) {
    if (address() === location.pathname + location.search) return;
    try {
      history[what && what === last ? "replaceState" : "pushState"](null, "", address());
    } catch {
      // A browser may refuse it for a page opened from the disk; all but the address works.
    }
    last = what;
  }

  // --- the index, loaded when somebody first asks for it

  const loading = {};
  const load = (address, name) => loading[address] ??= new Promise((done, fail) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => done(self[name]);
    script.onerror = () => { delete loading[address]; script.remove(); fail(new Error(address)); };
    document.head.append(script);
  });

  let index = null; // its columns, and what is made of them here
  async function ready() {
    const rows = await load(words.rows, "timelineIndex");
    if (!index) index = prepared(rows);
    if (state.q && !index.texts) {
      const texts = await load(words.texts, "timelineTexts");
      index.texts = texts;
      index.hay = folded(texts.map((text, n) => rows.title[n] + ` ${rows.dates[rows.date[n]][0]} ${rows.types[rows.type[n]][1]} ${text.replaceAll("\n", " ")}`).join("\n")).split("\n").map((line) => ` ${line} `);
    }
  }

  function prepared(rows) {
    const named = (id) => ({ id, label: words[id] });
    const options = {
      type: rows.types.map(([id, label, shape, color]) => ({ id, label, mark: `mark ${shape} c${color}` })),
      side: rows.sides.map(([id, label]) => ({ id, label })),
      actor: rows.actors.map(([id, label, , aliases]) => ({ id, label, names: ` ${folded(label + " " + aliases)} ` })),
      standing: rows.standings.map(named),
      review: ["reviewed", "unreviewed"].map(named),
    };
    const once = (items) => items.length > 1 ? [...new Set(items)] : items;
    const belongs = {
      type: rows.type.map((type) => [type]),
      side: rows.agents.map((agents) => once(agents.map((n) => rows.actors[n][2]).filter((side) => side >= 0))),
      actor: rows.agents.map((agents, n) => once([...agents, ...rows.others[n]])),
      standing: rows.standing.map((standing) => [standing]),
      review: rows.unreviewed.map((unreviewed) => [unreviewed]),
    };
    const place = new Map(rows.id.map((id, n) => [id, n]));
    return { ...rows, options, belongs, place, publisherNames: rows.publishers.map((name) => ` ${folded(name)} `) };
  }

  const folded = (text) => text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase().replace(/[^\p{L}\p{N}\n]+/gu, " ").trim();

  /* Words are looked for at the beginnings of words; what stands in quotation marks, as a whole. */
  function needles() {
    return [...state.q.matchAll(/["“„]([^"“”]+)["“”]|\S+/g)]
      .map(([whole, quoted]) => quoted ? [folded(quoted), " "] : [folded(whole), ""])
      .filter(([term]) => term).map(([term, end]) => ` ${term}${end}`);
  }

  const bound = (day, rest) => Number(day.replaceAll("-", "") + rest.slice(day.replaceAll("-", "").length));

  /* Gives the events that fit, and how many would for each option of a facet if that facet asked for it. */
  function select() {
    const { belongs, options, dates } = index;
    const wanted = Object.fromEntries(facets.filter((name) => state[name].size).map((name) =>
      [name, new Set(options[name].flatMap((option, n) => state[name].has(option.id) ? [n] : []))]));
    const counts = Object.fromEntries(facets.map((name) => [name, new Uint32Array(options[name].length)]));
    const from = state.from ? bound(state.from, "00000101") : 0, to = state.to ? bound(state.to, "00001231") : 99999999;
    const tests = needles().map((needle) => ({
      needle,
      actors: new Set(options.actor.flatMap(({ names }, n) => names.includes(needle) ? [n] : [])),
      publishers: new Set(index.publisherNames.flatMap((name, n) => name.includes(needle) ? [n] : [])),
    }));
    const says = (n) => tests.every(({ needle, actors, publishers }) => index.hay[n].includes(needle)
      || belongs.actor[n].some((actor) => actors.has(actor)) || index.publisher[n].some((name) => publishers.has(name)));
    const events = [];
    for (let n = 0; n < index.id.length; n++) {
      const [, , first, end] = dates[index.date[n]];
      if (end < from || first > to || !says(n)) continue;
      const missed = facets.filter((name) => wanted[name] && !belongs[name][n].some((value) => wanted[name].has(value)));
      if (missed.length > 1) continue;
      if (!missed.length) events.push(n);
      for (const name of missed.length ? missed : facets) for (const value of belongs[name][n]) counts[name][value]++;
    }
    return { events, counts, tests };
  }

  // --- showing it

  let selected = null, shown = 0;
  async function update() {
    const named = index;
    show();
    if (!isSet() && !panels.some((panel) => panel.open)) {
      selected = null;
      return rest("");
    }
    try {
      await ready();
    } catch {
      return rest(words.failed);
    }
    if (!named) show();
    if (state.q && !index.texts) return; // typed meanwhile: the update that follows has it
    selected = select();
    panels.filter((panel) => panel.open).forEach(count);
    if (!isSet()) return rest("");
    const total = index.id.length, size = selected.events.length;
    all.hidden = true;
    results.hidden = false;
    found.textContent = size ? filled(words.count, { shown: number.format(size), total: number.format(total) }) : words.none;
    shown = 0;
    list.replaceChildren();
    add();
    form.dispatchEvent(new CustomEvent("selected", { detail: new Set(selected.events) }));
  }

  function rest(said) {
    all.hidden = false;
    results.hidden = true;
    found.textContent = said;
    list.replaceChildren();
    form.dispatchEvent(new CustomEvent("selected", { detail: null }));
  }

  const fill = (...names) => names.forEach((name) => { by(name).value = state[name]; });

  /* What does not wait for the index: chips and handles. */
  function show() {
    const label = (name, id) => index?.options[name].find((option) => option.id === id)?.label ?? words[id] ?? id;
    const set = facets.flatMap((name) => [...state[name]].map((id) => [name, id, label(name, id)]));
    if (state.from) set.push(["from", "", filled(words.from, { day: dayWords(state.from) })]);
    if (state.to) set.push(["to", "", filled(words.to, { day: dayWords(state.to) })]);
    if (state.q) set.push(["q", "", filled(words.query, { words: state.q })]);
    chips.replaceChildren(...set.map(([name, id, said]) => {
      const chip = copy("chip"), button = chip.firstElementChild;
      button.firstElementChild.textContent = said;
      button.setAttribute("aria-label", filled(words.remove, { filter: said }));
      button.onclick = () => take(name, id);
      return chip;
    }));
    chips.hidden = clear.hidden = !set.length;
    for (const panel of panels) {
      const name = panel.dataset.facet;
      const size = name === "time" ? Boolean(state.from) + Boolean(state.to) : state[name].size;
      panel.firstElementChild.dataset.set = size || "";
    }
    form.dispatchEvent(new Event("set"));
  }

  function take(name, id) {
    if (id) state[name].delete(id);
    else state[name] = "";
    fill("q", "from", "to");
    change("");
    (chips.querySelector("button") ?? by("q")).focus();
  }

  function add() {
    const rows = selected.events.slice(shown, shown + SIZE).map(row);
    list.append(...rows);
    shown += rows.length;
    more.hidden = shown >= selected.events.length;
    return rows[0];
  }

  function row(n) {
    const made = copy("row"), [heading, what, summary] = made.children, link = heading.firstElementChild;
    const [day, machine] = index.dates[index.date[n]], type = index.options.type[index.type[n]];
    const pattern = marked();
    const when = element(machine ? "time" : "span", day, "when");
    if (machine) when.dateTime = machine;
    made.prepend(when);
    link.href = `${words.root}events/${index.id[n]}.html`;
    highlight(link, index.title[n], pattern);
    what.className += " " + type.mark;
    what.append([type.label, index.agents[n].map((actor) => index.options.actor[actor].label).join(", ")].filter(Boolean).join(" · "));
    if (index.standing[n]) what.append(" · ", element("strong", index.options.standing[index.standing[n]].label));
    if (index.unreviewed[n]) what.append(" ", element("strong", words.unreviewed, "unreviewed"));
    const at = pattern ? index.texts[n].search(pattern) : -1;
    const said = at >= 0 ? around(index.texts[n], at) : pattern && index.title[n].search(pattern) < 0 ? others(n) : "";
    highlight(summary, said, pattern);
    if (!said) summary.remove();
    return made;
  }

  /* Gives the names for which an event was found whose words do not say why. */
  function others(n) {
    const named = (places, labels, kind) => places.filter((at) => selected.tests.some((test) => test[kind].has(at))).map((at) => labels[at].label ?? labels[at]);
    return [...named(index.belongs.actor[n], index.options.actor, "actors"), ...named(index.publisher[n], index.publishers, "publishers")].join(" · ");
  }

  function element(tag, text, name) {
    const made = document.createElement(tag);
    made.textContent = text;
    if (name) made.className = name;
    return made;
  }

  function marked() {
    const terms = needles().map((needle) => needle.trim().replaceAll(" ", "[^\\p{L}\\p{N}]+"));
    return terms.length ? new RegExp(`(?<![\\p{L}\\p{N}])(?:${terms.join("|")})`, "giu") : null;
  }

  function highlight(into, text, pattern) {
    let at = 0;
    for (const hit of pattern ? text.matchAll(pattern) : []) {
      into.append(text.slice(at, hit.index), element("mark", hit[0]));
      at = hit.index + hit[0].length;
    }
    into.append(text.slice(at));
  }

  function around(text, at) {
    const start = at < 90 ? 0 : text.indexOf(" ", at - 80) + 1, end = text.length - start < 240 ? text.length : text.lastIndexOf(" ", start + 220);
    return (start ? "… " : "") + text.slice(start, Math.max(end, at + 1)) + (end < text.length ? " …" : "");
  }

  // --- the options of a facet

  const MOST = 12; // actors offered at a time, beside those that are set
  function count(panel) {
    const name = panel.dataset.facet, items = panel.querySelector("ul");
    if (name === "time") return;
    if (!items.children.length) items.append(...offered(name).map((n) => option(name, n)));
    for (const item of items.children) {
      const n = Number(item.dataset.option), size = selected.counts[name][n];
      item.querySelector("input").checked = state[name].has(index.options[name][n].id);
      item.querySelector(".number").textContent = number.format(size);
      item.classList.toggle("nothing", !size);
    }
  }

  /* Of a few options all that some event has; of actors those that are set, then the busiest that fit the words. */
  function offered(name) {
    const has = new Set(index.belongs[name].flat()), counts = selected.counts[name];
    const there = index.options[name].map((_, n) => n).filter((n) => has.has(n));
    if (name !== "actor") return there;
    const needle = some.value.trim() ? " " + folded(some.value) : " ";
    const isOn = (n) => state.actor.has(index.options.actor[n].id);
    const fitting = there.filter((n) => !isOn(n) && index.options.actor[n].names.includes(needle)).sort((a, b) => counts[b] - counts[a] || a - b);
    return [...there.filter(isOn), ...fitting.slice(0, MOST)];
  }

  function option(name, n) {
    const { id, label, mark } = index.options[name][n], item = copy("option"), box = item.querySelector("input"), said = item.querySelector(".label");
    item.dataset.option = n;
    said.textContent = label;
    if (mark) said.className += " " + mark;
    box.onchange = () => {
      state[name][box.checked ? "add" : "delete"](id);
      change("");
    };
    return item;
  }

  // --- what the reader does

  function change(what) {
    remember(what);
    update();
  }

  let pause = 0;
  function typed() {
    clearTimeout(pause);
    state.q = by("q").value.trim();
    change("q");
  }
  by("q").addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(typed, PAUSE); });
  form.addEventListener("submit", (event) => { event.preventDefault(); if (document.activeElement === by("q")) typed(); });
  form.addEventListener("focusin", () => ready().catch(() => {}), { once: true });
  document.addEventListener("focusout", () => { last = ""; });
  for (const name of ["from", "to"]) by(name).addEventListener("change", () => {
    const value = by(name).value.trim(), sound = !value || DAY.test(value);
    by(name).setAttribute("aria-invalid", String(!sound));
    if (!sound) return;
    state[name] = value;
    change("");
  });
  clear.addEventListener("click", () => {
    for (const name of facets) state[name].clear();
    state.q = state.from = state.to = "";
    fill("q", "from", "to");
    change("");
    by("q").focus();
  });
  more.addEventListener("click", () => add().querySelector("a").focus());
  some?.addEventListener("input", () => {
    if (!selected) return;
    const panel = some.closest("details");
    panel.querySelector("ul").replaceChildren();
    count(panel);
  });
  for (const panel of panels) panel.addEventListener("toggle", () => {
    if (!panel.open) return;
    panel.querySelector("ul")?.replaceChildren();
    if (panel.contains(some)) some.value = "";
    update();
  });
  document.addEventListener("pointerdown", (event) => panels.forEach((panel) => { if (!panel.contains(event.target)) panel.open = false; }));
  form.addEventListener("keydown", (event) => {
    const panel = event.key === "Escape" && event.target.closest("details[open]");
    if (!panel) return;
    panel.open = false;
    panel.firstElementChild.focus();
  });
  addEventListener("popstate", () => { clearTimeout(pause); last = ""; read(); fill("q", "from", "to"); update(); });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox])")) return;
    event.preventDefault();
    by("q").focus();
  });

  function dayWords(day) {
    const parts = { year: "numeric", month: day.length > 4 ? "long" : undefined, day: day.length > 7 ? "numeric" : undefined, timeZone: "UTC" };
    return new Intl.DateTimeFormat(language, parts).format(new Date(day));
  }

  // --- from here on it is there

  read();
  fill("q", "from", "to");
  form.hidden = false;
  if (isSet()) all.hidden = true;
  update();
  self.timeline = {
    form, state, dayWords, remember,
    get index() { return index; },
    load: () => ready().catch(() => {}),
    stretch(from, to, what) { // null: not yet to be remembered, since it still moves
      Object.assign(state, { from, to });
      fill("from", "to");
      if (what === null) update();
      else change(what);
    },
  };
})();
