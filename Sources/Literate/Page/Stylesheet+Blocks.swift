extension Stylesheet {
  /// Tables, equations, callouts, margin notes, tabs, exercises.
  static let blocks = #"""
    table {
      border-collapse: collapse;
      font: 0.9rem/1.45 var(--sans);
      font-variant-numeric: lining-nums tabular-nums;
    }
    th, td { padding: 0.4rem 1.1rem 0.4rem 0; text-align: left; vertical-align: baseline; }
    th:last-child, td:last-child { padding-right: 0; }
    th { border-bottom: 1.5px solid var(--ink); font-weight: 600; }
    td { border-bottom: 1px solid var(--rule); }
    tbody tr:last-child td { border-bottom-color: var(--edge); }
    [align="right"] { text-align: right; }
    [align="center"] { text-align: center; }
    article > table, .panel > table, .callout > table {
      display: block;
      width: fit-content;
      max-width: 100%;
      overflow-x: auto;
      margin: 1.6rem 0;
    }
    .table-wrap { overflow-x: auto; scrollbar-width: thin; }
    .table-wrap > table { margin: 0; }
    table.data, details.data table { font-size: 0.85rem; }
    /* Columns of numbers: markup names them. */
    .n1 > * > tr > :nth-child(1),
    .n2 > * > tr > :nth-child(2),
    .n3 > * > tr > :nth-child(3),
    .n4 > * > tr > :nth-child(4),
    .n5 > * > tr > :nth-child(5),
    .n6 > * > tr > :nth-child(6),
    .n7 > * > tr > :nth-child(7),
    .n8 > * > tr > :nth-child(8),
    .n9 > * > tr > :nth-child(9),
    .n10 > * > tr > :nth-child(10),
    .n11 > * > tr > :nth-child(11),
    .n12 > * > tr > :nth-child(12) { text-align: right; }
    .more { margin: 0.6rem 0 0; color: var(--muted); font: var(--small)/1.5 var(--sans); }
    details.data > .more { margin: 0; padding: 0 calc(var(--bleed) - 1px) 1rem; }
    :is(table.data, details.data table) :is(th, td) { padding-right: 1.6rem; }
    :is(table.data, details.data table) :is(th, td):last-child { padding-right: 0; }
    details.data thead th { position: sticky; top: 0; background: var(--sheet); }

    .equation {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      align-items: center;
      margin: 1.3rem 0;
    }
    .equation > .katex-display, article > .katex-display, .katex-display {
      margin: 0;
      padding: 0.35em 0;
      overflow-x: auto;
      overflow-y: hidden;
      scrollbar-width: thin;
    }
    .eqno {
      padding-left: 1rem;
      color: var(--muted);
      font: 0.9rem/1 var(--sans);
      font-variant-numeric: lining-nums;
    }

    .callout {
      margin: 2rem calc(-1 * var(--bleed));
      padding: 0.9rem var(--bleed) 1.05rem;
      border-top: 2px solid var(--kind);
      font-size: 0.975em;
      line-height: 1.55;
    }
    .callout > :last-child { margin-bottom: 0; }
    .callout-title {
      position: relative;
      margin-bottom: 0.4rem;
      padding-left: 1.65rem;
      font: 600 0.9375rem/1.4 var(--sans);
    }
    .callout-title .kind { padding-right: 0.35em; color: var(--kind); }
    .callout-title::before {
      content: "";
      position: absolute;
      left: 0;
      top: 0.12rem;
      width: 1.15rem;
      height: 1.15rem;
      background: var(--kind);
      -webkit-mask: var(--icon) center / contain no-repeat;
      mask: var(--icon) center / contain no-repeat;
    }
    @media (forced-colors: active) { .callout-title::before { background: CanvasText; } }
    .callout.note {
      --icon: url("data:image/svg+xml,%3Csvg xmlns='http%3A//www.w3.org/2000/svg' viewBox='0 0 \#
    24 24' fill='none' stroke='black' stroke-width='2' stroke-linecap='round' \#
    stroke-linejoin='round'%3E%3Ccircle cx='12' cy='12' r='9.5'/%3E%3Cpath d='M12 11v6M12 \#
    7.2v.1'/%3E%3C/svg%3E");
    }
    .callout.warning {
      --icon: url("data:image/svg+xml,%3Csvg xmlns='http%3A//www.w3.org/2000/svg' viewBox='0 0 \#
    24 24' fill='none' stroke='black' stroke-width='2' stroke-linecap='round' \#
    stroke-linejoin='round'%3E%3Cpath d='M12 3 22 20.5H2z'/%3E%3Cpath d='M12 9.5v5M12 \#
    17.5v.1'/%3E%3C/svg%3E");
    }
    .callout.misconception {
      --icon: url("data:image/svg+xml,%3Csvg xmlns='http%3A//www.w3.org/2000/svg' viewBox='0 0 \#
    24 24' fill='none' stroke='black' stroke-width='2' stroke-linecap='round' \#
    stroke-linejoin='round'%3E%3Cpath d='M4 4h16v12h-8l-5 4.5V16H4z'/%3E%3Cpath d='M9.5 7.5l5 \#
    5M14.5 7.5l-5 5'/%3E%3C/svg%3E");
    }
    .callout.biology {
      --icon: url("data:image/svg+xml,%3Csvg xmlns='http%3A//www.w3.org/2000/svg' viewBox='0 0 \#
    24 24' fill='none' stroke='black' stroke-width='2' stroke-linecap='round' \#
    stroke-linejoin='round'%3E%3Ccircle cx='9' cy='10' r='4'/%3E%3Cpath d='M6 7 3 4M12 7l2-4M5 \#
    12l-3 2M8 14l-2 5M12.5 12.5C16 15 15 19 20 19M20 19l2-2M20 19l1.5 2.5'/%3E%3C/svg%3E");
    }
    .callout.history {
      --icon: url("data:image/svg+xml,%3Csvg xmlns='http%3A//www.w3.org/2000/svg' viewBox='0 0 \#
    24 24' fill='none' stroke='black' stroke-width='2' stroke-linecap='round' \#
    stroke-linejoin='round'%3E%3Cpath d='M6 2.5h12M6 21.5h12M7.5 2.5c0 5 9 6 9 9.5s-9 4.5-9 \#
    9.5M16.5 2.5c0 5-9 6-9 9.5s9 4.5 9 9.5'/%3E%3C/svg%3E");
    }

    .margin, .sidenote {
      display: block;
      color: var(--muted);
      font-size: 0.84em;
      line-height: 1.5;
    }
    .margin { margin: 1.4rem 0; padding-left: 1rem; border-left: 2px solid var(--rule); }
    .margin > :last-child { margin-bottom: 0; }
    .sidenote { display: none; }
    @media (min-width: 78rem) {
      .margin, .sidenote {
        float: right;
        clear: right;
        display: block;
        width: var(--note-width);
        margin: 0.25rem calc(-1 * (var(--note-width) + var(--gutter))) 1.2rem 0;
        padding: 0;
        border: 0;
        font-size: 0.875rem;
        font-style: normal;
        font-weight: 400;
        line-height: 1.5;
        text-align: left;
        text-indent: 0;
      }
      .margin .cell, .margin pre { margin-inline: 0; }
      .sidenote .katex { font-size: 1.02em; }
      .sidenote-number {
        color: var(--accent);
        font: 600 0.75rem/1 var(--sans);
        padding-right: 0.35em;
      }
    }

    .tabs {
      position: relative;
      display: flex;
      flex-wrap: wrap;
      margin: 1.8rem calc(-1 * var(--bleed));
      border: 1px solid var(--rule);
      border-radius: 4px;
    }
    .tabs > label {
      order: 1;
      margin-left: 0.25rem;
      padding: 0.65rem 0.9rem 0.5rem;
      border-bottom: 2px solid transparent;
      color: var(--muted);
      font: 500 0.9rem/1.2 var(--sans);
    }
    .tabs > label:hover { color: var(--ink); }
    .tabs > input:checked + label { border-bottom-color: var(--accent); color: var(--ink); }
    .tabs > .panel {
      order: 2;
      display: none;
      flex: 0 0 100%;
      min-width: 0;
      padding: 1rem calc(var(--bleed) - 1px) 0.2rem;
      border-top: 1px solid var(--rule);
    }
    .tabs > input:nth-of-type(1):checked ~ .panel:nth-of-type(1),
    .tabs > input:nth-of-type(2):checked ~ .panel:nth-of-type(2),
    .tabs > input:nth-of-type(3):checked ~ .panel:nth-of-type(3),
    .tabs > input:nth-of-type(4):checked ~ .panel:nth-of-type(4),
    .tabs > input:nth-of-type(5):checked ~ .panel:nth-of-type(5),
    .tabs > input:nth-of-type(6):checked ~ .panel:nth-of-type(6),
    .tabs > input:nth-of-type(7):checked ~ .panel:nth-of-type(7),
    .tabs > input:nth-of-type(8):checked ~ .panel:nth-of-type(8) { display: block; }
    .panel > :is(pre, .code, .cell) { margin: 0 calc(1px - var(--bleed)) 1rem; }
    .panel > :is(pre, .code, .cell):last-child { margin-bottom: -0.2rem; }
    .panel > :is(pre, .code, .cell):first-child { margin-top: -1rem; }

    .exercise {
      margin: 1.8rem 0;
      padding: 0 0 0 1.2rem;
      border-left: 4px double var(--accent);
    }
    .exercise > h3 { margin: 0 0 0.5rem; }
    .exercise > details { margin: 0 0 0.6rem; }
    .exercise > details > summary { font: 600 0.9rem/1.6 var(--sans); }

    """#
}
