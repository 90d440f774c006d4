extension Stylesheet {
  /// How a chapter begins and ends: title, question, aims; key points, notes, references.
  static let opening = #"""
    .opening { padding: 3.2rem 0 0; }
    .chapter-number {
      margin: 0 0 0.7rem;
      color: var(--accent);
      font: 600 0.875rem/1.2 var(--sans);
      letter-spacing: 0.02em;
    }
    .opening .question {
      max-width: 32rem;
      margin: 1.1rem 0 0;
      color: var(--muted);
      font-size: 1.36rem;
      font-style: italic;
      line-height: 1.4;
      text-wrap: pretty;
    }
    .facts {
      display: flex;
      flex-wrap: wrap;
      gap: 0.3rem 1.6rem;
      margin: 1.4rem 0 0;
      color: var(--muted);
      font: 0.875rem/1.5 var(--sans);
      font-variant-numeric: lining-nums;
    }
    .facts code { color: var(--ink); font-size: 0.92em; }
    .goals {
      display: grid;
      gap: 1rem 2.5rem;
      margin: 2rem 0 0;
      padding: 1.3rem 0 1.1rem;
      border: solid var(--rule);
      border-width: 1px 0;
      font: 0.9375rem/1.5 var(--sans);
      font-variant-numeric: lining-nums;
    }
    @media (min-width: 40rem) { .goals { grid-template-columns: 3fr 2fr; } }
    .goals > :only-child { grid-column: 1 / -1; }
    .goals h2 { margin: 0 0 0.5rem; font: 600 0.875rem/1.3 var(--sans); color: var(--accent); }
    .goals ul { margin: 0; padding-left: 1.1em; }
    .goals li + li { margin-top: 0.2em; }
    .opening + *:not(.contents), .contents + * { margin-top: 2.4rem; }
    article > p:first-of-type { text-wrap: pretty; }

    .preparation {
      margin: 1.6rem 0 0;
      padding: 0.7rem 1rem;
      border: 2px dashed var(--fails);
      border-radius: 4px;
      color: var(--fails);
      font: 0.9375rem/1.5 var(--sans);
    }
    .key-points {
      margin: 3.4rem calc(-1 * var(--bleed)) 2.4rem;
      padding: 1.5rem var(--bleed) 1.2rem;
      border-top: 3px solid var(--accent);
      background: var(--panel);
    }
    .key-points h2 { margin: 0 0 0.8rem; font-size: 1.3rem; }
    .key-points ul { margin: 0; }
    .references { margin-top: 3rem; }
    .references h2 { margin: 0 0 0.8rem; font-size: 1.3rem; }
    .references ol { padding: 0; list-style: none; font-size: 0.9375rem; line-height: 1.5; }
    .references li { padding-left: 1.6em; text-indent: -1.6em; overflow-wrap: anywhere; }
    .references li + li { margin-top: 0.5em; }
    .footnotes { margin-top: 3rem; font-size: 0.9375rem; line-height: 1.5; }
    .footnotes::before {
      content: "";
      display: block;
      width: 5rem;
      margin-bottom: 1rem;
      border-top: 1px solid var(--edge);
    }
    .footnotes p { margin-bottom: 0.4em; }
    .footnote-backref { text-decoration: none; font-family: var(--sans); }

    """#
}
