extension Stylesheet {
  /// Disclosures, buttons, the menu of chapters.
  static let controls = #"""
    summary { cursor: pointer; list-style: none; }
    summary::-webkit-details-marker { display: none; }
    summary::before {
      content: "";
      display: inline-block;
      width: 0.38em;
      height: 0.38em;
      margin: 0 0.6em 0.14em 0.1em;
      border: solid currentColor;
      border-width: 0 1.5px 1.5px 0;
      transform: rotate(-45deg);
    }
    details[open] > summary::before { transform: rotate(45deg); margin-bottom: 0.22em; }
    summary:hover { color: var(--ink); }

    button {
      border: 0;
      background: none;
      color: inherit;
      font: inherit;
      cursor: pointer;
    }
    .voice {
      position: absolute;
      width: 1px;
      height: 1px;
      margin: 0;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
    }
    [hidden] { display: none !important; }
    .copy {
      position: absolute;
      top: 0.45rem;
      right: 0.5rem;
      padding: 0.28rem 0.55rem;
      border: 1px solid var(--edge);
      border-radius: 3px;
      background: var(--paper);
      color: var(--ink);
      font: 500 0.75rem/1.2 var(--sans);
      opacity: 0;
    }
    .code:hover > .copy, .copy:focus-visible, .copy.done { opacity: 1; }
    /* On a phone the button would lie on the code. */
    @media (hover: none) and (min-width: 40rem) { .copy { opacity: 1; } }

    .bar button, .menu > summary {
      display: flex;
      align-items: center;
      gap: 0.5rem;
      height: 2.25rem;
      padding: 0 0.7rem;
      border-radius: 4px;
    }
    .bar button:hover, .menu > summary:hover { background: var(--panel); }
    .menu { position: relative; }
    .menu > summary::before { margin-right: 0; }
    .menu > nav {
      position: absolute;
      right: 0;
      top: calc(100% + 0.4rem);
      width: min(24rem, calc(100vw - 2rem));
      max-height: calc(100vh - 5rem);
      overflow-y: auto;
      border: 1px solid var(--rule);
      border-radius: 4px;
      background: var(--sheet);
      box-shadow: 0 6px 24px rgb(0 0 0 / 0.14);
    }
    .menu ol { margin: 0; padding: 0.4rem 0; list-style: none; }
    .menu li { margin: 0; }
    .menu li a {
      display: grid;
      grid-template-columns: 1.6rem 1fr;
      padding: 0.5rem 1rem;
      color: inherit;
      font-size: 0.9375rem;
      line-height: 1.35;
      text-decoration: none;
    }
    .menu li a:hover { background: var(--panel); }
    .menu li a[aria-current] { box-shadow: inset 3px 0 var(--accent); font-weight: 600; }
    .menu li .number { color: var(--accent); font-weight: 400; }
    .menu li a > span:only-child { grid-column: 2; }
    .bar kbd { color: var(--muted); }
    .open-search .glyph {
      width: 0.8rem;
      height: 0.8rem;
      border: 1.6px solid currentColor;
      border-radius: 50%;
      position: relative;
    }
    .open-search .glyph::after {
      content: "";
      position: absolute;
      left: 88%;
      top: 88%;
      width: 0.36rem;
      border-top: 1.6px solid currentColor;
      transform: rotate(45deg);
      transform-origin: 0 0;
    }
    .theme .glyph {
      width: 1rem;
      height: 1rem;
      border: 1.6px solid currentColor;
      border-radius: 50%;
      background: linear-gradient(90deg, currentColor 50%, transparent 50%);
    }
    @media (max-width: 40rem) {
      .bar kbd { display: none; }
      .bar { gap: 0; padding-right: 0.4rem; }
    }
    @media (max-width: 34rem) {
      .open-search .word {
        position: absolute;
        clip-path: inset(50%);
        width: 1px;
        overflow: hidden;
      }
      .bar button, .menu > summary { padding: 0 0.6rem; }
    }
    @media (prefers-reduced-motion: no-preference) {
      html { scroll-behavior: smooth; }
      .copy, .anchor, .sidebar .minutes { transition: opacity 0.12s; }
    }

    """#
}
