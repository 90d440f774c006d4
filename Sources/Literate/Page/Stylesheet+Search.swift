extension Stylesheet {
  /// The search dialog.
  static let search = #"""
    .search {
      width: min(42rem, calc(100vw - 1.5rem));
      max-width: none;
      max-height: min(36rem, calc(100vh - 5rem));
      margin: 4rem auto auto;
      padding: 0;
      border: 1px solid var(--edge);
      border-radius: 6px;
      background: var(--paper);
      color: var(--ink);
      box-shadow: 0 16px 60px rgb(0 0 0 / 0.3);
      font: 0.9375rem/1.45 var(--sans);
    }
    .search[open] { display: flex; flex-direction: column; }
    .search::backdrop { background: rgb(20 16 10 / 0.45); }
    .search form { display: flex; align-items: center; border-bottom: 1px solid var(--rule); }
    .search input {
      flex: 1;
      min-width: 0;
      padding: 0.95rem 1.1rem;
      border: 0;
      background: none;
      color: inherit;
      font: 1.0625rem/1.3 var(--sans);
    }
    .search input::-webkit-search-cancel-button { display: none; }
    .search input:focus { outline: none; }
    .search form:focus-within { box-shadow: inset 0 -2px var(--accent); }
    .search form button { padding: 0.4rem 0.9rem; color: var(--muted); }
    .search .found {
      margin: 0;
      padding: 0.6rem 1.1rem;
      color: var(--muted);
      font-size: var(--small);
    }
    .search ul { margin: 0; padding: 0; overflow-y: auto; list-style: none; }
    .search li { margin: 0; }
    .search li a {
      display: block;
      padding: 0.6rem 1.1rem;
      border-left: 3px solid transparent;
      color: inherit;
      text-decoration: none;
    }
    .search li a:hover { background: var(--panel); }
    .search li[aria-selected="true"] a {
      border-left-color: var(--accent);
      background: var(--panel);
    }
    .search .where { font-weight: 600; }
    .search .chapter { color: var(--muted); font-size: var(--small); }
    .search .excerpt { color: var(--muted); font: 0.9375rem/1.4 var(--serif); }
    mark { border-radius: 2px; background: var(--highlight); color: var(--ink); }

    """#
}
