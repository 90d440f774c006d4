extension Stylesheet {
  /// Cells: code, what it printed, captions, claims.
  static let cells = #"""
    /* Code stands on the page's tint, what it gave on a white sheet below it. */
    .cell { position: relative; margin: 1.7rem calc(-1 * var(--bleed)); }
    /* The number that "Cell 1.4" in the text means; only cells with a name are referred to. */
    .cell[id][data-number]::before {
      content: "Cell " attr(data-number);
      display: block;
      padding: 0 var(--bleed) 0.2rem;
      color: var(--muted);
      font: 0.75rem/1.3 var(--sans);
    }
    @media (min-width: 64rem) {
      .cell[id][data-number]::before {
        position: absolute;
        right: 100%;
        top: 1rem;
        padding: 0 0.7rem 0 0;
        white-space: nowrap;
      }
    }
    .code { position: relative; }
    .code pre, article > pre, :is(.panel, .callout, .exercise, li, details) > pre {
      margin: 0;
      padding: 0.95rem 0.5rem 0.95rem var(--bleed);
      overflow-x: auto;
      background: var(--panel);
      color: var(--ink);
      font-size: var(--code);
      line-height: 1.55;
      scrollbar-width: thin;
    }
    article > pre { margin: 1.7rem calc(-1 * var(--bleed)); border-radius: 4px; }
    .cell > .code pre { border-radius: 4px; }
    .cell > .code:has(+ .output) pre { border-radius: 4px 4px 0 0; }
    pre code { font-size: inherit; }
    code .k { font-weight: 600; }
    code .c { font-style: italic; }
    .output {
      border: 1px solid var(--rule);
      border-radius: 0 0 4px 4px;
      background: var(--sheet);
    }
    .cell > .output:first-child { border-radius: 4px; }
    .output > * { margin: 0; }
    .output > * + * { border-top: 1px solid var(--rule); }
    .output pre {
      padding: 0.8rem calc(var(--bleed) - 1px);
      overflow-x: auto;
      font-size: var(--code);
      line-height: 1.45;
      scrollbar-width: thin;
    }
    .output > .table-wrap { padding: 0.5rem calc(var(--bleed) - 1px) 0.8rem; }
    .output img { display: block; margin: 1rem auto; }

    /* What went to stderr, what the compiler warned of, and cells that fail on purpose. */
    .output > .stream {
      padding: 0.65rem calc(var(--bleed) - 1px) 0;
      color: var(--muted);
      font: 600 var(--small)/1.3 var(--sans);
    }
    .output > .stream + pre {
      padding-top: 0.35rem;
      border-top: 0;
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
    .output > pre.stderr { color: var(--muted); }
    .output > .stream:has(+ .warnings) { color: var(--warning); }
    .output > .stream:has(+ .fails) { color: var(--accent); }
    .output > .stream:has(+ .fails)::after { content: ", as it should"; }

    /* A page in preparation. */
    .cell.failed { outline: 2px solid var(--fails); border-radius: 4px; }
    pre.failure {
      margin: 0;
      padding: 0.8rem var(--bleed);
      background: var(--misconception-ground);
      color: var(--fails);
      font-size: var(--code);
      line-height: 1.45;
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
    .output > pre.failure { padding-left: calc(var(--bleed) - 1px); }
    .cell pre.failure::before {
      content: "This cell fails";
      display: block;
      margin-bottom: 0.35rem;
      font: 600 var(--small)/1.3 var(--sans);
    }
    .claims pre.failure { margin: 0.5rem -9.5rem 0 0; padding-inline: 0.8rem; }
    .computed:is(.failed, .not-run) {
      border-bottom: 2px dashed var(--fails);
      color: var(--fails);
    }
    .cell.not-run .code pre {
      background: none;
      border: 1px dashed var(--edge);
      border-bottom: 0;
    }
    .cell > .state {
      margin: 0;
      padding: 0.4rem var(--bleed);
      border: 1px dashed var(--edge);
      border-radius: 0 0 4px 4px;
      color: var(--muted);
      font: var(--small)/1.5 var(--sans);
    }

    details.fold > summary {
      padding: 0.5rem var(--bleed);
      border-radius: 4px 4px 0 0;
      background: var(--panel);
      font: 500 var(--small)/1.4 var(--sans);
    }
    details.fold[open] > summary { border-bottom: 1px solid var(--rule); }

    figcaption {
      margin: 0.75rem var(--bleed) 0;
      color: var(--muted);
      font: 0.875rem/1.5 var(--sans);
      font-variant-numeric: lining-nums;
      text-wrap: pretty;
    }
    figcaption .label { color: var(--accent); font-weight: 600; padding-right: 0.3em; }
    figure.cell { margin-bottom: 2.2rem; }
    figure:is(.picture, .image) { margin: 1.7rem 0 2.2rem; text-align: center; }
    figure:is(.picture, .image) figcaption { margin-inline: 0; text-align: left; }
    figure.table { margin: 1.7rem 0 2.2rem; }
    figure.table figcaption { margin: 0 0 0.5rem; }

    .claims {
      margin: 1.7rem calc(-1 * var(--bleed));
      padding: 0.25rem var(--bleed);
      border: solid var(--rule);
      border-width: 1px 0;
      list-style: none;
      font-size: 0.975rem;
      line-height: 1.45;
    }
    .claims li {
      position: relative;
      margin: 0;
      padding: 0.5rem 9.5rem 0.5rem 1.9rem;
    }
    .claims li + li { border-top: 1px solid var(--rule); }
    .claims li::before {
      content: "\2713";
      position: absolute;
      left: 0;
      top: 0.55rem;
      width: 1.25rem;
      height: 1.25rem;
      border: 1.5px solid currentColor;
      border-radius: 50%;
      color: var(--holds);
      font: 700 0.75rem/1.1rem var(--sans);
      text-align: center;
    }
    .claims li.fails::before { content: "\00d7"; color: var(--fails); border-radius: 3px; }
    .claims li.not-run::before { content: "?"; color: var(--muted); border-style: dashed; }
    .measured {
      position: absolute;
      right: 0;
      top: 0.5rem;
      max-width: 9rem;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
      color: var(--muted);
      font: var(--small)/1.75 var(--sans);
      font-variant-numeric: lining-nums tabular-nums;
    }
    .claims li.holds .measured { color: var(--holds); }
    .claims li.fails .measured { color: var(--fails); }
    @media (max-width: 34rem) {
      .claims li { padding-right: 0; }
      .measured { position: static; display: block; max-width: none; white-space: normal; }
      .claims pre.failure { margin-right: 0; }
    }

    """#
}
