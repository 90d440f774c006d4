extension Stylesheet {
  /// The book's first page.
  static let index = #"""
    body.index main { max-width: 70rem; margin: 0 auto; padding: 0 var(--pad); }
    .masthead { display: grid; gap: 2rem; align-items: center; padding: 3rem 0 2.5rem; }
    .masthead h1 { font-size: clamp(2.4rem, 1.2rem + 4.6vw, 4.1rem); line-height: 1.03; }
    .masthead .subtitle {
      max-width: 26rem;
      margin: 1.4rem 0 0;
      color: var(--muted);
      font-size: 1.36rem;
      font-style: italic;
      line-height: 1.4;
    }
    .masthead .begin { margin: 2rem 0 0; font-family: var(--sans); font-size: 1rem; }
    .begin a {
      display: inline-block;
      padding: 0.7rem 1.2rem;
      border-radius: 4px;
      background: var(--accent);
      color: var(--paper);
      font-weight: 600;
      line-height: 1.3;
      text-decoration: none;
    }
    .begin a:hover { background: var(--ink); }
    .ridges { margin: 0; max-width: 36rem; }
    .ridges svg { display: block; width: 100%; overflow: visible; }
    .ridges path {
      fill: var(--paper);
      stroke: var(--ink);
      stroke-width: 1.3;
      stroke-linejoin: round;
    }
    .ridges path.last { stroke: var(--accent); stroke-width: 2.6; stroke-linecap: round; }
    .ridges text { fill: var(--muted); font: 14px var(--sans); text-anchor: middle; }
    .ridges figcaption { max-width: 30rem; margin: 0.6rem 0 0; font-size: 0.8125rem; }
    @media (min-width: 58rem) {
      .masthead { grid-template-columns: 6fr 5fr; gap: 4rem; padding: 4.5rem 0 4rem; }
    }
    .introduction {
      max-width: var(--measure);
      padding: 2rem 0 0;
      text-wrap: pretty;
    }
    .chapters { max-width: 52rem; margin-top: 3rem; }
    .chapters > h2 { margin-bottom: 1.4rem; }
    .chapters > ol { margin: 0; padding: 0; list-style: none; }
    .chapters > ol > li {
      display: grid;
      grid-template-columns: 4.5rem minmax(0, 1fr);
      margin: 0;
      padding: 1.8rem 0;
      border-top: 1px solid var(--rule);
    }
    .chapters .about { grid-column: 2; }
    .chapters > ol > li > .number {
      color: var(--accent);
      font-size: 2.9rem;
      font-variant-numeric: lining-nums;
      line-height: 0.9;
    }
    .chapters h3 { font-size: 1.45rem; }
    .chapters h3 a { color: inherit; text-decoration: none; }
    .chapters h3 a:hover { color: var(--link); text-decoration: underline; }
    .chapters .question { margin: 0.4rem 0 0; color: var(--muted); font-style: italic; }
    .chapters .facts { margin-top: 0.5rem; }
    .chapters .facts .preparation {
      margin: 0;
      padding: 0 0.5rem;
      border-width: 1px;
      font-size: inherit;
    }
    .chapters .sections {
      display: flex;
      flex-wrap: wrap;
      margin: 0.7rem 0 0;
      padding: 0;
      list-style: none;
      font: 0.9rem/1.6 var(--sans);
    }
    .chapters .sections li { margin: 0; }
    .chapters .sections li:not(:last-child)::after {
      content: "\00b7";
      padding: 0 0.55em;
      color: var(--muted);
    }
    .key-facts { margin-top: 0.7rem; font-size: 0.975rem; }
    .key-facts > summary { color: var(--muted); font: 500 0.9rem/1.6 var(--sans); }
    .key-facts ul { margin: 0.5rem 0 0; }
    @media (max-width: 34rem) {
      .chapters > ol > li { grid-template-columns: 2.6rem minmax(0, 1fr); }
      .chapters > ol > li > .number { font-size: 1.9rem; line-height: 1; }
    }

    """#
}
