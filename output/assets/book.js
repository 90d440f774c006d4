// The book's script. Pages are whole without it: it adds search, keys, copying and the switch
// of colours, shows footnotes beside the text, and marks where the reader is.
(() => {
  "use strict";
  const page = document.documentElement;
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const one = (selector, root = document) => root.querySelector(selector);

  // An element from its name, its properties and what it holds.
  const make = (name, properties = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (key in element) { element[key] = value } else { element.setAttribute(key, value) }
    }
    element.append(...children);
    return element;
  };

  // A page opened from disk may have no storage: then a choice lasts as long as the page.
  const memory = {
    get(key) { try { return localStorage.getItem(key) } catch { return null } },
    set(key, value) {
      try {
        if (value) { localStorage.setItem(key, value) } else { localStorage.removeItem(key) }
      } catch { return }
    },
  };

  // What happened, for readers who do not see it.
  const voice = make("p", { className: "voice", role: "status" });
  document.body.append(voice);
  const say = (words) => { voice.textContent = words };

  // --- Light and dark ----------------------------------------------------------------------
  const themeButton = one(".theme");
  const systemIsDark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () =>
    page.dataset.theme ? page.dataset.theme === "dark" : systemIsDark.matches;
  const showTheme = () => { themeButton.setAttribute("aria-pressed", String(isDark())) };
  if (themeButton) {
    themeButton.hidden = false;
    themeButton.addEventListener("click", () => {
      const dark = !isDark();
      // Whoever wants what the system wants goes on following the system.
      page.dataset.theme = dark === systemIsDark.matches ? "" : dark ? "dark" : "light";
      memory.set("theme", page.dataset.theme);
      showTheme();
    });
    systemIsDark.addEventListener("change", showTheme);
    showTheme();
  }

  // --- Copying code ------------------------------------------------------------------------
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const field = make("textarea", { value: text, className: "voice" });
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      if (!done) { throw new Error("the browser does not let this page copy") }
    }
  };
  for (const block of all(".code")) {
    const button = make("button", { type: "button", className: "copy" }, "Copy");
    let reset = 0;
    button.addEventListener("click", async () => {
      try {
        await copy(one("pre", block).textContent.replace(/\n$/, ""));
        button.textContent = "Copied";
        say("Code copied");
      } catch {
        button.textContent = "Not copied";
        say("The browser does not let this page copy");
      }
      button.classList.add("done");
      clearTimeout(reset);
      reset = setTimeout(() => {
        button.textContent = "Copy";
        button.classList.remove("done");
      }, 1600);
    });
    block.append(button);
  }

  // --- What scrolls sideways can be reached with the keyboard ------------------------------
  const mayScroll =
    all(".code pre, article pre, .svg, .table-wrap, article > table, .katex-display");
  const markScrolling = () => {
    for (const box of mayScroll) {
      const scrolls = box.scrollWidth > box.clientWidth + 1;
      if (scrolls) { box.tabIndex = 0 } else { box.removeAttribute("tabindex") }
      if (!box.hasAttribute("role") && box.matches("pre, div")) {
        if (scrolls) { box.setAttribute("aria-label", "scrolls sideways") }
        if (scrolls) { box.setAttribute("role", "group") }
      }
    }
  };
  markScrolling();
  addEventListener("resize", markScrolling);
  document.addEventListener("toggle", markScrolling, true);
  document.addEventListener("change", markScrolling);

  // --- Where the reader is -----------------------------------------------------------------
  const contents = new Map(
    all(".sidebar li a").map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  const headings = Array.from(contents.keys(), (id) => document.getElementById(id))
    .filter((heading) => heading);
  let current = null;
  const showPlace = () => {
    let here = null;
    for (const heading of headings) {
      if (heading.getBoundingClientRect().top > innerHeight * 0.3) { break }
      here = heading;
    }
    // The last sections of a page may be too short to reach the top.
    const left = page.scrollHeight - innerHeight - scrollY;
    if (left < 4 && scrollY > 0 && headings.length > 0) { here = headings[headings.length - 1] }
    const link = here && contents.get(here.id);
    if (link === current) { return }
    if (current) { current.removeAttribute("aria-current") }
    if (link) {
      link.setAttribute("aria-current", "location");
      const list = link.closest(".sidebar");
      const above = link.offsetTop - list.scrollTop;
      if (above < 0 || above > list.clientHeight - 40) { list.scrollTop = link.offsetTop - 80 }
    }
    current = link;
  };
  if (headings.length > 0) {
    let asked = false;
    addEventListener("scroll", () => {
      if (asked) { return }
      asked = true;
      requestAnimationFrame(() => { asked = false; showPlace() });
    }, { passive: true });
    showPlace();
  }

  // --- Footnotes beside the text, on wide screens ------------------------------------------
  // A copy for the eye only: the notes at the end stay what links and screen readers use.
  for (const reference of all("sup.footnote-ref > a")) {
    const note = document.getElementById(decodeURIComponent(reference.hash.slice(1)));
    const paragraphs = note ? all(":scope > p", note) : [];
    if (paragraphs.length !== 1 || note.children.length !== 1) { continue }
    if (!reference.closest("article > p, article > ul, article > ol")) { continue }
    const text = paragraphs[0].cloneNode(true);
    for (const back of all(".footnote-backref", text)) { back.remove() }
    for (const element of all("[id]", text)) { element.removeAttribute("id") }
    for (const link of all("a", text)) { link.tabIndex = -1 }
    const number = make("span", { className: "sidenote-number" }, reference.textContent);
    const side = make("span", { className: "sidenote", "aria-hidden": "true" }, number);
    side.append(...text.childNodes);
    reference.parentElement.after(side);
  }

  // --- On paper everything is open ---------------------------------------------------------
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all("details:not([open])");
    for (const details of opened) { details.open = true }
  });
  addEventListener("afterprint", () => {
    for (const details of opened) { details.open = false }
    opened = [];
  });

  // --- Search ------------------------------------------------------------------------------
  // The index is a script, loaded when the search is first opened: it works from disk.
  // Letters without their accents, in lower case, each in its old place.
  const plain = (text) => Array.from(text, (letter) => {
    const bare = letter.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    return bare.length === letter.length ? bare : letter.toLowerCase().slice(0, letter.length);
  }).join("");
  const isWordStart = (text, at) => at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1]);
  // How well a word is found in a text: at the start of a word 2, elsewhere 1, nowhere 0.
  const quality = (text, word) => {
    let best = 0;
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      if (isWordStart(text, at)) { return 2 }
      best = 1;
    }
    return best;
  };
  let entries = null;
  const loadIndex = () => new Promise((resolve) => {
    if (entries) { resolve(); return }
    const ready = () => {
      entries = (window.bookIndex || []).map(([href, chapter, section, text]) => ({
        href, chapter, section, text,
        in: { chapter: plain(chapter), section: plain(section), text: plain(text) },
      }));
      resolve();
    };
    const script = make("script", { src: "assets/search-index.js" });
    script.addEventListener("load", ready);
    script.addEventListener("error", ready);
    document.head.append(script);
  });

  // The entries that hold every word, best first; equals stay in the book's order.
  const find = (query) => {
    const words = plain(query).split(/\s+/).filter((word) => word);
    if (words.length === 0) { return { words, entries: [] } }
    const found = [];
    for (const entry of entries || []) {
      let score = 0;
      let misses = false;
      for (const word of words) {
        const own = 12 * quality(entry.in.section, word) + 3 * quality(entry.in.text, word)
          + (entry.section ? 1 : 9) * quality(entry.in.chapter, word);
        if (own === 0) { misses = true; break }
        score += own;
      }
      if (misses) { continue }
      const phrase = words.join(" ");
      if (words.length > 1 && entry.in.section.includes(phrase)) { score += 20 }
      if (words.length > 1 && entry.in.text.includes(phrase)) { score += 10 }
      found.push({ entry, score });
    }
    found.sort((a, b) => b.score - a.score);
    return { words, entries: found.map((result) => result.entry) };
  };

  // Text as nodes, with the words marked.
  const marked = (text, words) => {
    const folded = plain(text);
    const nodes = [];
    let done = 0;
    while (done < text.length) {
      let next = null;
      for (const word of words) {
        const at = folded.indexOf(word, done);
        if (at < 0) { continue }
        const isBetter = !next || at < next.at || (at === next.at && word.length > next.length);
        if (isBetter) { next = { at, length: word.length } }
      }
      if (!next) { break }
      nodes.push(text.slice(done, next.at));
      nodes.push(make("mark", {}, text.slice(next.at, next.at + next.length)));
      done = next.at + next.length;
    }
    return [...nodes, text.slice(done)];
  };
  // About 150 letters around the first word that is found.
  const excerpt = (entry, words) => {
    const places = words.map((word) => {
      let at = entry.in.text.indexOf(word);
      while (at > 0 && !isWordStart(entry.in.text, at)) {
        const next = entry.in.text.indexOf(word, at + 1);
        if (next < 0) { break }
        at = next;
      }
      return at;
    }).filter((at) => at >= 0);
    let start = Math.max(0, (places.length ? Math.min(...places) : 0) - 50);
    if (start > 0) { start = entry.text.indexOf(" ", start) + 1 }
    let end = Math.min(entry.text.length, start + 150);
    if (end < entry.text.length) { end = Math.max(entry.text.lastIndexOf(" ", end), start + 1) }
    const passage = entry.text.slice(start, end);
    return (start > 0 ? "… " : "") + passage + (end < entry.text.length ? " …" : "");
  };

  const opener = one(".open-search");
  const field = make("input", {
    type: "search", id: "search-field", autocomplete: "off", spellcheck: false,
    placeholder: "Search the book", role: "combobox", "aria-label": "Search the book",
    "aria-expanded": "false", "aria-controls": "search-results", "aria-autocomplete": "list",
  });
  const results = make("ul",
    { id: "search-results", role: "listbox", "aria-label": "Results" });
  const count = make("p", { className: "found", role: "status" });
  const close = make("button", { type: "button" }, "Close");
  const form = make("form", { role: "search" }, field, close);
  const dialog = make("dialog", { className: "search", "aria-label": "Search" },
    form, count, results);
  let chosen = -1;
  const choose = (index) => {
    const items = Array.from(results.children);
    if (items[chosen]) { items[chosen].setAttribute("aria-selected", "false") }
    chosen = items.length === 0 ? -1 : (index + items.length) % items.length;
    if (chosen < 0) { field.removeAttribute("aria-activedescendant"); return }
    items[chosen].setAttribute("aria-selected", "true");
    items[chosen].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", items[chosen].id);
  };
  const limit = 30;
  const showResults = () => {
    const found = find(field.value);
    const list = found.entries.slice(0, limit);
    results.replaceChildren(...list.map((entry, index) => {
      const where = make("div", { className: "where" },
        ...marked(entry.section || entry.chapter, found.words));
      const link = make("a", { href: entry.href, tabIndex: -1 }, where);
      if (entry.section) {
        const chapter = marked(entry.chapter, found.words);
        link.append(make("div", { className: "chapter" }, ...chapter));
      }
      const text = excerpt(entry, found.words);
      link.append(make("div", { className: "excerpt" }, ...marked(text, found.words)));
      link.addEventListener("click", () => dialog.close());
      return make("li",
        { id: "search-result-" + index, role: "option", "aria-selected": "false" }, link);
    }));
    const total = found.entries.length;
    field.setAttribute("aria-expanded", String(list.length > 0));
    chosen = -1;
    choose(0);
    if (field.value.trim() === "") {
      count.textContent = "Words of the text, titles, names.";
    } else if (total === 0) {
      count.textContent = entries && entries.length === 0
        ? "The search index (assets/search-index.js) is missing." : "Nothing found.";
    } else {
      const shown = total > limit ? `, the best ${limit} are shown` : "";
      count.textContent = `${total} ${total === 1 ? "section" : "sections"}${shown}`;
    }
  };
  const openSearch = async () => {
    if (dialog.open) { return }
    dialog.showModal();
    field.select();
    await loadIndex();
    showResults();
  };
  if (opener) {
    opener.hidden = false;
    document.body.append(dialog);
    opener.addEventListener("click", openSearch);
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) { dialog.close() }
    });
    field.addEventListener("input", showResults);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (results.children[chosen]) { one("a", results.children[chosen]).click() }
    });
    field.addEventListener("keydown", (event) => {
      if (event.isComposing) { return }
      if (event.key === "ArrowDown") { choose(chosen + 1) }
      else if (event.key === "ArrowUp") { choose(chosen - 1) }
      // With type=search, Escape would first empty the field.
      else if (event.key === "Escape") { dialog.close() }
      else { return }
      event.preventDefault();
    });
  }

  // --- Keys --------------------------------------------------------------------------------
  // Only where a key means nothing else: not in fields, switches or boxes that scroll.
  const isBusy = (target) => target instanceof Element
    && target.closest("input, textarea, select, dialog, [contenteditable], [tabindex='0']");
  const turn = (selector) => {
    const link = one(selector);
    if (link) { link.click() }
    return link;
  };
  for (const hint of all(".colophon .keys")) { hint.hidden = false }
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) { return }
    if (event.key === "Escape") { closeMenus(); return }
    if (isBusy(event.target)) { return }
    if (event.key === "/" && opener) {
      event.preventDefault();
      openSearch();
    } else if (event.key === "ArrowLeft" && !event.shiftKey) {
      turn(".turn .previous");
    } else if (event.key === "ArrowRight" && !event.shiftKey) {
      turn(".turn .next");
    }
  });

  // --- The menu of chapters closes when one looks elsewhere --------------------------------
  const menus = all("details.menu");
  const closeMenus = () => {
    for (const menu of menus.filter((menu) => menu.open)) {
      menu.open = false;
      if (menu.contains(document.activeElement)) { one("summary", menu).focus() }
    }
  };
  document.addEventListener("click", (event) => {
    for (const menu of menus) { if (!menu.contains(event.target)) { menu.open = false } }
  });
  for (const menu of menus) {
    menu.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) { menu.open = false }
    });
  }
  for (const link of all("details.contents a")) {
    link.addEventListener("click", () => { link.closest("details").open = false });
  }
})();
