"""The search of ``index.html``: it only hides rows, so the page is complete without it."""

from __future__ import annotations

SCRIPT = """
(function () {
  'use strict';
  var bar = document.getElementById('bar'), box = document.getElementById('q');
  var count = document.getElementById('count'), none = document.getElementById('none'), timer = 0;
  function fold(text) { return (text.normalize ? text.normalize('NFKC') : text).toLowerCase(); }
  var groups = [].map.call(document.querySelectorAll('.group'), function (group) {
    return {node: group, link: document.querySelector('.rail a[href="#' + group.id + '"]'),
      rows: [].map.call(group.querySelectorAll('tbody tr'), function (row) {
        return {node: row, text: fold(row.textContent + ' ' + (row.getAttribute('data-s') || ''))};
      })};
  });
  function mark(words) {
    if (!window.Highlight || !CSS.highlights) { return; }
    CSS.highlights.delete('found');
    var ranges = [];
    if (words.length) {
      groups.forEach(function (group) {
        group.rows.forEach(function (row) {
          if (row.node.hidden || ranges.length > 2000) { return; }
          var walk = document.createTreeWalker(row.node, NodeFilter.SHOW_TEXT), node;
          while ((node = walk.nextNode())) {
            var text = node.data.toLowerCase();
            if (text.length !== node.data.length) { continue; }
            words.forEach(function (word) {
              for (var at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
                var range = new Range();
                range.setStart(node, at);
                range.setEnd(node, at + word.length);
                ranges.push(range);
              }
            });
          }
        });
      });
      CSS.highlights.set('found', new (Function.prototype.bind.apply(Highlight, [null].concat(ranges)))());
    }
  }
  function search() {
    var words = fold(box.value).split(/\\s+/).filter(Boolean), all = 0, found = 0;
    groups.forEach(function (group) {
      var here = 0;
      group.rows.forEach(function (row) {
        var hit = words.every(function (word) { return row.text.indexOf(word) >= 0; });
        row.node.hidden = !hit;
        if (hit) { here += 1; }
      });
      all += group.rows.length;
      found += here;
      group.node.hidden = !here;
      if (group.link) { group.link.classList.toggle('none', !here); }
    });
    count.textContent = count.getAttribute('data-text').replace('{found}', found).replace('{all}', all);
    none.hidden = found > 0;
    document.body.classList.toggle('searching', words.length > 0);
    mark(words);
  }
  function from_address() {
    var match = /^#q=(.*)$/.exec(location.hash), target = document.getElementById(location.hash.slice(1));
    if (match) {
      try { box.value = decodeURIComponent(match[1]); } catch (error) { box.value = match[1]; }
      search();
    } else if (target && !target.offsetParent) {
      box.value = '';
      search();
      target.scrollIntoView();
    }
  }
  bar.hidden = false;
  search();
  from_address();
  box.addEventListener('input', function () { clearTimeout(timer); timer = setTimeout(search, 60); });
  addEventListener('hashchange', from_address);
  addEventListener('keydown', function (event) {
    if (event.key === '/' && document.activeElement !== box) { event.preventDefault(); box.focus(); box.select(); }
    if (event.key === 'Escape') { box.value = ''; search(); }
  });
  addEventListener('beforeprint', function () { box.value = ''; search(); });
})();
"""
