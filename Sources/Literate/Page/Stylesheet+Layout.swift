extension Stylesheet {
  /// The bar, the three columns, the table of contents, the ways onward.
  static let layout = #"""
    :root {
      --measure: 38rem;
      --side: 14rem;
      --gap: 4.5rem;
      --gutter: 3.25rem;
      --note-width: 14.5rem;
      --pad: 1.25rem;
      --bleed: 1.25rem;
    }
    @media (max-width: 40rem) { :root { --code: 0.75rem; } }
    .skip {
      position: absolute;
      top: 0;
      left: -100vw;
      z-index: 30;
      padding: 0.6rem 1rem;
      background: var(--ink);
      color: var(--paper);
      font: 600 1rem/1.2 var(--sans);
    }
    .skip:focus { left: 0; }

    .bar {
      position: sticky;
      top: 0;
      z-index: 20;
      display: flex;
      align-items: center;
      gap: 0.25rem;
      height: 3.25rem;
      padding: 0 max(var(--pad), env(safe-area-inset-left));
      border-bottom: 1px solid var(--rule);
      background: var(--paper);
      font: 500 0.875rem/1.2 var(--sans);
    }
    .bar .home {
      display: flex;
      align-items: center;
      gap: 0.6rem;
      min-width: 0;
      margin-right: auto;
      color: inherit;
      text-decoration: none;
    }
    .bar .home span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .bar .home:hover span { text-decoration: underline; text-underline-offset: 0.2em; }
    .mark {
      flex: none;
      fill: none;
      stroke: var(--accent);
      stroke-width: 2.4;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
    .page {
      max-width: calc(var(--measure) + 2 * var(--pad));
      margin: 0 auto;
      padding: 0 var(--pad);
    }
    main { min-width: 0; }
    article::after { content: ""; display: block; clear: both; }
    .sidebar { display: none; }

    .contents {
      margin: 0 0 2rem;
      border-bottom: 1px solid var(--rule);
      font-family: var(--sans);
    }
    .contents > summary { padding: 0.7rem 0; font-size: 0.9375rem; font-weight: 600; }
    .contents ol, .sidebar ol { margin: 0; padding: 0; list-style: none; line-height: 1.35; }
    .contents ol { padding-bottom: 1rem; font-size: 0.9375rem; }
    .sidebar ol { font-size: 0.84375rem; }
    .contents li, .sidebar li { margin: 0; }
    :is(.contents, .sidebar) li a {
      display: grid;
      grid-template-columns: 2.9em 1fr auto;
      gap: 0.2rem;
      padding: 0.36rem 0;
      color: inherit;
      text-decoration: none;
    }
    :is(.contents, .sidebar) li.level-3 a {
      grid-template-columns: 3.5em 1fr auto;
      padding-left: 2.4em;
    }
    :is(.contents, .sidebar) li:is(.level-4, .level-5, .level-6) { display: none; }
    :is(.contents, .sidebar) li a:not(:has(.number)) { grid-template-columns: 1fr auto; }
    :is(.contents, .sidebar) a:hover .title { text-decoration: underline; }
    :is(.contents, .sidebar) .number {
      color: var(--muted);
      font-variant-numeric: lining-nums tabular-nums;
    }
    :is(.contents, .sidebar) .minutes {
      font-size: 0.75rem;
      line-height: inherit;
      padding-left: 0.6rem;
    }

    @media (min-width: 64rem) {
      .page {
        display: grid;
        grid-template-columns: var(--side) minmax(0, var(--measure));
        column-gap: var(--gap);
        justify-content: center;
        max-width: none;
      }
      .page > :is(main, .turn) { grid-column: 2; }
      .page:not(:has(.sidebar)) { grid-template-columns: minmax(0, var(--measure)); }
      .page:not(:has(.sidebar)) > * { grid-column: 1; }
      .contents { display: none; }
      .sidebar {
        display: block;
        grid-row: 1 / span 2;
        position: sticky;
        top: 3.25rem;
        align-self: start;
        max-height: calc(100vh - 3.25rem);
        overflow-y: auto;
        padding: 3.4rem 0.25rem 2rem 0;
        font-family: var(--sans);
        scrollbar-width: thin;
      }
      .sidebar > p { margin: 0 0 0.8rem; font: 600 0.9375rem/1.3 var(--sans); }
      .sidebar > p a { color: inherit; text-decoration: none; }
      .sidebar > p .number { color: var(--accent); padding-right: 0.35em; }
      .sidebar ol { border-left: 1px solid var(--rule); }
      .sidebar li a {
        margin-left: -1px;
        padding-left: 0.9rem;
        border-left: 2px solid transparent;
        color: var(--muted);
      }
      .sidebar li.level-3 a { padding-left: 1.7rem; font-size: 0.8rem; }
      .sidebar li a:hover { color: var(--ink); }
      .sidebar li a[aria-current] {
        border-left-color: var(--accent);
        color: var(--ink);
        font-weight: 600;
      }
      .sidebar a[aria-current] .number { color: var(--accent); }
      .sidebar .minutes { opacity: 0; }
      .sidebar:is(:hover, :focus-within) .minutes { opacity: 1; }
      article > :is(h2, h3) { position: relative; }
      article > :is(h2, h3) > .number {
        position: absolute;
        right: 100%;
        padding-right: 0.8rem;
        font-size: 0.8em;
        line-height: 1.55;
        white-space: nowrap;
      }
    }
    @media (min-width: 78rem) {
      .page {
        grid-template-columns: var(--side) var(--measure) var(--note-width);
        column-gap: 0;
      }
      .page > .sidebar { margin-right: var(--gap); width: var(--side); }
      .page {
        grid-template-columns:
          calc(var(--side) + var(--gap)) var(--measure) calc(var(--gutter) + var(--note-width));
      }
      .page:not(:has(.sidebar)) { grid-template-columns: var(--measure); }
    }

    .turn {
      display: grid;
      grid-template-columns: 1fr 1fr;
      gap: 1rem;
      margin: 4rem 0 0;
      font-family: var(--sans);
    }
    .turn a {
      padding: 1rem 1.1rem;
      border: 1px solid var(--rule);
      border-radius: 4px;
      color: inherit;
      line-height: 1.3;
      text-decoration: none;
    }
    .turn a:hover { border-color: var(--accent); }
    .turn .way {
      display: block;
      margin-bottom: 0.3rem;
      color: var(--muted);
      font-size: var(--small);
    }
    .turn .title { font: 600 1.1875rem/1.25 var(--serif); }
    .turn .number { color: var(--accent); font-weight: 400; }
    .turn .next { grid-column: 2; text-align: right; }
    .turn .previous .way::before { content: "\2190\00a0"; }
    .turn .next .way::after { content: "\00a0\2192"; }
    @media (max-width: 30rem) {
      .turn { grid-template-columns: 1fr; }
      .turn .next { grid-column: 1; }
    }
    .colophon {
      display: flex;
      flex-wrap: wrap;
      gap: 0.4rem 2rem;
      justify-content: space-between;
      margin-top: 4rem;
      padding: 1.4rem var(--pad) 2rem;
      border-top: 1px solid var(--rule);
      color: var(--muted);
      font: 0.8125rem/1.5 var(--sans);
    }
    .colophon p { margin: 0; }
    .colophon a { color: inherit; }

    """#
}
