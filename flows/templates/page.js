// Search, filter and sort of the tables; without it the page says the same. The state is kept in the address.
(function () {
  "use strict";
  var plain = function (text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  };
  var order = new Intl.Collator("fr", { numeric: true, sensitivity: "base" });

  function remember(table, state) {
    var kept = new URLSearchParams(location.search);
    Object.keys(state).forEach(function (name) {
      var key = table.id.replace("table-", "") + "." + name;
      if (state[name]) kept.set(key, state[name]);
      else kept.delete(key);
    });
    var query = kept.toString();
    try {
      history.replaceState(null, "", location.pathname + (query ? "?" + query : "") + location.hash);
    } catch (refused) {
      // A browser that lets no local page change its address: the search works all the same.
    }
  }

  function remembered(table, name) {
    return new URLSearchParams(location.search).get(table.id.replace("table-", "") + "." + name) || "";
  }

  function filterable(form) {
    var table = document.getElementById(form.dataset.table);
    var rows = Array.prototype.map.call(table.tBodies[0].rows, function (row) {
      return { row: row, text: plain(row.textContent) };
    });
    var fields = Array.prototype.filter.call(form.elements, function (field) {
      return field.name;
    });
    var said = form.querySelector(".compte");

    function show() {
      var state = {};
      fields.forEach(function (field) {
        state[field.name] = field.value.trim();
      });
      var words = plain(state.q).split(/\s+/);
      var shown = 0;
      rows.forEach(function (one) {
        var kept = words.every(function (word) { return one.text.indexOf(word) >= 0; });
        fields.forEach(function (field) {
          if (field.name !== "q" && state[field.name] && one.row.dataset[field.name] !== state[field.name]) kept = false;
        });
        one.row.hidden = !kept;
        shown += kept;
      });
      said.textContent = shown === rows.length ? rows.length + " lignes" : shown + " sur " + rows.length + " lignes";
      remember(table, state);
    }

    fields.forEach(function (field) {
      var value = remembered(table, field.name);
      field.value = value;
      if (field.value !== value) field.value = "";
      field.addEventListener("input", show);
    });
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("reset", function () { setTimeout(show, 0); });
    form.hidden = false;
    form.showAll = function () { form.reset(); };
    show();
  }

  function value(row, column) {
    var cell = row.cells[column];
    return cell.dataset.tri !== undefined ? cell.dataset.tri : cell.dataset.t || cell.dataset.n || cell.textContent.trim();
  }

  function compare(first, second) {
    if (first === "" || second === "") return first === second ? 0 : first === "" ? 1 : -1;
    var numbers = [Number(first), Number(second)];
    return isNaN(numbers[0]) || isNaN(numbers[1]) ? order.compare(first, second) : numbers[0] - numbers[1];
  }

  function sort(table, column, descending) {
    var body = table.tBodies[0];
    var rows = Array.prototype.map.call(body.rows, function (row, rank) {
      return { row: row, key: value(row, column), rank: rank };
    });
    rows.sort(function (a, b) {
      var found = compare(a.key, b.key);
      // What is not known stays last both ways.
      if (descending && a.key !== "" && b.key !== "") found = -found;
      return found || a.rank - b.rank;
    });
    rows.forEach(function (one) { body.appendChild(one.row); });
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, rank) {
      if (rank === column) head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    remember(table, { tri: (descending ? "-" : "") + (column + 1) });
  }

  function sortable(table) {
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, column) {
      if (head.dataset.fixe !== undefined) return;
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.textContent = "";
      head.appendChild(button);
      button.addEventListener("click", function () {
        sort(table, column, head.getAttribute("aria-sort") === "ascending");
      });
    });
    var kept = parseInt(remembered(table, "tri"), 10);
    var head = kept && table.tHead.rows[0].cells[Math.abs(kept) - 1];
    if (head && head.dataset.fixe === undefined) sort(table, Math.abs(kept) - 1, kept < 0);
  }

  // A link to a line that a search hides shows every line again.
  function reveal() {
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var table = target && target.hidden && target.closest("table");
    if (!table) return;
    document.querySelector('form[data-table="' + table.id + '"]').showAll();
    setTimeout(function () { target.scrollIntoView(); }, 1);
  }

  document.querySelectorAll("form[data-table]").forEach(filterable);
  document.querySelectorAll("table[data-triable]").forEach(sortable);
  window.addEventListener("hashchange", reveal);
  reveal();
})();
