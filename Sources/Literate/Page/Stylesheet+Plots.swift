extension Stylesheet {
  /// Plots: text or drawing, and the data behind them.
  static let plots = #"""
    .plot { container-type: inline-size; }
    .views { display: flex; flex-wrap: wrap; justify-content: flex-end; position: relative; }
    .views > label, .tabs > label {
      cursor: pointer;
      user-select: none;
      -webkit-user-select: none;
    }
    .views > input, .tabs > input {
      position: absolute;
      width: 1px;
      height: 1px;
      margin: 0;
      opacity: 0;
    }
    .views > label {
      padding: 0.42rem 0.2rem 0.3rem;
      margin: 0 0.6rem 0 0.25rem;
      border-bottom: 2px solid transparent;
      color: var(--muted);
      font: 500 var(--small)/1.2 var(--sans);
    }
    .views > label:hover { color: var(--ink); }
    .views > input:checked + label { border-bottom-color: var(--accent); color: var(--ink); }
    .views > input:focus-visible + label, .tabs > input:focus-visible + label {
      outline: 2px solid var(--accent);
      outline-offset: 1px;
      border-radius: 2px;
    }
    .views > :is(pre, .svg) { flex: 0 0 100%; min-width: 0; }
    .views > input:nth-of-type(1):checked ~ .svg { display: none; }
    .views > input:nth-of-type(2):checked ~ pre { display: none; }
    /* A box of text that is drawn: every glyph equally wide, and all columns fit. */
    .plot pre[role="img"] {
      --columns: 72;
      margin: 0;
      padding: 0.4rem 0 1rem;
      overflow-x: auto;
      overflow-y: hidden;
      font-size: clamp(7.5px, calc((100cqi - 1.25rem) / (var(--columns) * 0.6023)), var(--code));
      line-height: 1.2;
      letter-spacing: 0;
      word-spacing: 0;
      white-space: pre;
      text-align: center;
    }
    .plot pre[role="img"] { display: grid; justify-content: safe center; text-align: left; }
    .plot .svg { padding: 0.4rem 1rem 1rem; }
    .plot .svg svg { display: block; width: 100%; max-width: 40rem; margin: 0 auto; }
    .svg text { font-family: var(--sans); }
    /* Small words in a picture stay readable on a phone: it scrolls a little instead. */
    @media (max-width: 34rem) {
      .plot .svg { padding: 0.2rem 0.5rem 0.6rem; overflow-x: auto; }
      .plot .svg svg { min-width: 26rem; }
    }
    details.data { border-top: 1px solid var(--rule); }
    details.data > summary {
      padding: 0.45rem calc(var(--bleed) - 1px);
      color: var(--muted);
      font: 500 var(--small)/1.4 var(--sans);
    }
    details.data > .table-wrap, details.data > table {
      max-height: 22rem;
      margin: 0;
      padding: 0 calc(var(--bleed) - 1px) 1rem;
      overflow: auto;
    }

    """#
}
