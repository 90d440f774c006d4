extension Script {
  /// Small tools, and the switch of colours.
  static let opening = #"""
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

    """#
}
