/* Lets a reader cut a stretch of time out of the picture, by dragging or with two handles, and dims the marks of events
   that do not fit what is set; what is set and what fits is timeline.js's, which is loaded before. */
(() => {
  "use strict";
  const timeline = self.timeline, figure = document.querySelector(".overview");
  if (!timeline || !figure?.querySelector("svg[data-first]")) return;
  const { form, state } = timeline;
  const element = document.getElementById("brush").content.firstElementChild.cloneNode(true), [before, after, start, end, tally] = element.children;

  // --- the picture's time: days are moments, and handles stand at months

  let picture = null, down = false, first = 0, length = 1, months = [];
  const moment = (day) => Date.parse(day.length === 4 ? day + "-01-01" : day.length === 7 ? day + "-01" : day);
  const part = (time) => Math.min(Math.max((time - first) / length, 0), 1);
  const monthAt = (time) => Math.min(Math.max(months.findLastIndex((month) => moment(month) <= time), 0), months.length - 1);
  const low = () => state.from ? monthAt(moment(state.from)) : 0;
  const high = () => state.to ? monthAt(past(state.to) - 1) : months.length - 1;

  /* Gives the end of a day, a month or a year. */
  function past(day) {
    const at = new Date(moment(day));
    if (day.length === 4) at.setUTCFullYear(at.getUTCFullYear() + 1);
    else if (day.length === 7) at.setUTCMonth(at.getUTCMonth() + 1);
    else at.setUTCDate(at.getUTCDate() + 1);
    return at.getTime();
  }

  /* Whole years are said as years, and an end of the picture is no bound. */
  function cut(from, to, what) {
    const named = (n, closing) => months[n].endsWith(closing) ? months[n].slice(0, 4) : months[n];
    timeline.stretch(from <= 0 ? "" : named(from, "-01"), to >= months.length - 1 ? "" : named(to, "-12"), what);
  }

  /* Lays the brush over the layout that the style sheet shows. */
  function settle() {
    const seen = [...figure.querySelectorAll("svg[data-first]")].find((svg) => svg.getClientRects().length);
    element.hidden = !seen;
    if (!seen) return;
    if (seen !== picture) {
      picture = seen;
      down = picture.classList.contains("narrow");
      first = moment(picture.dataset.first);
      length = moment(picture.dataset.end) - first;
      months = [];
      for (const day = new Date(first); day < first + length; day.setUTCMonth(day.getUTCMonth() + 1)) months.push(day.toISOString().slice(0, 7));
      element.classList.toggle("down", down);
      element.removeAttribute("style");
      for (const child of element.children) child.removeAttribute("style");
    }
    const outer = figure.getBoundingClientRect(), whole = picture.getBoundingClientRect(), foot = picture.querySelector(".foot").getBoundingClientRect();
    const across = down ? whole : foot, along = down ? foot : whole;
    element.style.left = `${across.left - outer.left}px`;
    element.style.width = `${across.width}px`;
    element.style.top = `${along.top - outer.top}px`;
    element.style.height = `${along.height}px`;
    show();
  }

  function show() {
    if (!picture) return;
    const from = state.from ? part(moment(state.from)) : 0, to = state.to ? part(past(state.to)) : 1;
    const [size, at] = down ? ["height", "top"] : ["width", "left"];
    before.style[size] = start.style[at] = `${from * 100}%`;
    after.style[size] = `${(1 - to) * 100}%`;
    end.style[at] = `${to * 100}%`;
    element.classList.toggle("set", Boolean(state.from || state.to));
    const [, middle] = [[from, from / 2], [to - from, (from + to) / 2], [1 - to, (1 + to) / 2]].sort((a, b) => b[0] - a[0])[0];
    tally.style.left = `${middle * 100}%`; // where the handles leave most room
    for (const [handle, now, least, most] of [[start, low(), 0, high()], [end, high(), low(), months.length - 1]]) {
      handle.ariaOrientation = down ? "vertical" : "horizontal";
      handle.ariaValueMin = least;
      handle.ariaValueMax = most;
      handle.ariaValueNow = now;
      handle.ariaValueText = timeline.dayWords(months[now]);
    }
  }

  // --- handles and dragging

  const monthOf = (event) => {
    const box = element.getBoundingClientRect();
    return monthAt(first + (down ? (event.clientY - box.top) / box.height : (event.clientX - box.left) / box.width) * length);
  };

  /* Follows a pointer until it is lifted; `moved` gets the month under it. */
  function follow(event, target, moved) {
    let frame = 0;
    const move = (at) => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => moved(monthOf(at)));
    };
    const stop = () => {
      target.removeEventListener("pointermove", move);
      for (const name of ["pointerup", "pointercancel"]) target.removeEventListener(name, stop);
      requestAnimationFrame(() => timeline.remember(""));
    };
    target.setPointerCapture(event.pointerId);
    target.addEventListener("pointermove", move);
    for (const name of ["pointerup", "pointercancel"]) target.addEventListener(name, stop);
  }

  for (const handle of [start, end]) {
    const place = (n, what) => handle === start ? cut(Math.min(n, high()), high(), what) : cut(low(), Math.max(n, low()), what);
    handle.addEventListener("focus", timeline.load);
    handle.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      handle.focus();
      follow(event, handle, (n) => place(n, null));
    });
    handle.addEventListener("keydown", (event) => {
      const now = handle === start ? low() : high(), step = down ? -1 : 1;
      const to = {
        ArrowRight: now + 1, ArrowLeft: now - 1, ArrowUp: now + step, ArrowDown: now - step,
        PageUp: now + 12, PageDown: now - 12, Home: 0, End: months.length - 1,
      }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      place(Math.min(Math.max(to, 0), months.length - 1), handle === start ? "from" : "to");
    });
  }

  let dragged = false;

  // Marks are links: a pointer that moves cuts, one that does not follows the link. Where time runs down, a finger scrolls.
  figure.addEventListener("dragstart", (event) => event.preventDefault());
  figure.addEventListener("pointerdown", (event) => {
    if (event.button || (down && event.pointerType !== "mouse") || !picture?.contains(event.target)) return;
    const from = monthOf(event);
    const away = () => {
      removeEventListener("pointermove", far);
      removeEventListener("pointerup", away);
    };
    const far = (now) => {
      if (Math.abs(down ? now.clientY - event.clientY : now.clientX - event.clientX) < 6) return;
      away();
      dragged = true;
      addEventListener("pointerup", () => setTimeout(() => { dragged = false; }), { once: true });
      follow(event, figure, (to) => cut(Math.min(from, to), Math.max(from, to), null));
    };
    addEventListener("pointermove", far);
    addEventListener("pointerup", away);
  });
  figure.addEventListener("click", (event) => {
    const link = event.target.closest?.("svg.lane a");
    if (dragged) event.preventDefault();
    if (dragged || !figure.classList.contains("narrowed") || !link || eventOf(link) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault(); // its place in the list is hidden, and what fits of it is what is wanted
    cut(...stretchOf(link).map((time, n) => monthAt(time - n)), "");
    document.getElementById("results").scrollIntoView();
  }, { capture: true });

  // --- dimming: a mark fits or does not, a stack or bar says how many of its events do

  const eventOf = (link) => /events\/([^/]+)\.html$/.exec(link.getAttribute("href"))?.[1];
  const number = new Intl.NumberFormat(document.documentElement.lang);
  let everything = null; // what `columns` tells of all events

  function dim(events) {
    figure.classList.toggle("narrowed", Boolean(events));
    tally.textContent = events ? document.getElementById("found").textContent : "";
    for (const count of figure.querySelectorAll("[data-all]")) count.textContent = count.dataset.all;
    if (!events) return;
    const within = columns(events);
    everything ??= columns(timeline.index.id.keys());
    for (const link of figure.querySelectorAll("svg.lane a")) {
      const id = eventOf(link);
      const colors = id ? [] : within(link);
      link.classList.toggle("in", id ? events.has(timeline.index.place.get(id)) : colors.length > 0);
      if (id) continue;
      for (const path of link.querySelectorAll("path")) path.classList.toggle("out", !colors.some((color) => path.classList.contains(color)));
      link.style.setProperty("--share", colors.length / everything(link).length);
      const count = link.querySelector(".number");
      if (!count) continue;
      count.dataset.all ??= count.textContent;
      count.textContent = colors.length ? number.format(colors.length) : "";
    }
  }

  /* Tells for a stack or bar the color of each of these events that it stands for. */
  function columns(events) {
    const { agents, actors, sides, types, type, date, dates } = timeline.index, lanes = {};
    for (const n of events) {
      const side = sides[agents[n].length ? actors[agents[n][0]][2] : -1];
      const lane = sides.length ? side?.[2] ?? "apart" : "above";
      (lanes[lane] ??= []).push([dates[date[n]][4], `c${types[type[n]][3]}`]);
    }
    const day = (time) => Number(new Date(time).toISOString().slice(0, 10).replaceAll("-", ""));
    return (link) => {
      const [from, to] = stretchOf(link).map(day);
      return (lanes[link.closest("svg.lane").dataset.lane] ?? []).flatMap(([on, color]) => on >= from && on < to ? [color] : []);
    };
  }

  /* Gives when the bin of a stack or bar begins and ends: at firsts of months, since its place on the page is rounded. */
  function stretchOf(link) {
    const lane = link.closest("svg.lane"), { first, end } = lane.closest("svg[data-first]").dataset;
    const [at, size] = lane.closest(".narrow") ? ["y", "height"] : ["x", "width"];
    const measures = (selector, within) => [at, size].map((name) => parseFloat(within.querySelector(selector).getAttribute(name)));
    const [start, length] = measures(".hit", link), [origin, whole] = measures(".foot", lane);
    const near = (part) => new Date(moment(first) + part * (moment(end) - moment(first)) + 14 * 864e5);
    return [start - origin, start - origin + length].map((place) => moment(near(place / whole).toISOString().slice(0, 7)));
  }

  figure.append(element);
  form.addEventListener("set", show);
  form.addEventListener("selected", (event) => dim(event.detail));
  new ResizeObserver(settle).observe(figure);
  settle();
})();
