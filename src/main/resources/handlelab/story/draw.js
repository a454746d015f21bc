'use strict';
/** Draws handle tables, objects and mailslots; knows nothing of the page around. */
const drawing = (() => {
  let side = 'after';
  let choose;
  let asks = false;

  const SVG = 'http://www.w3.org/2000/svg';
  function svg(name, attributes, parent, text) {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    if (parent) parent.append(element);
    return element;
  }
  const hex = value => '0x' + value.toString(16);
  const SIGN = {NEW: '+', GONE: '\u2212', CHANGED: '~', SAME: ''};

  /** The rows of one side; the after side keeps what is gone as ghosts. */
  function rowsOf(table) {
    if (side === 'before') {
      return table.before.map(row => ({...row, ghost: false, mark: asks ? 'SAME' : row.mark}));
    }
    const gone = table.before.filter(row => row.mark === 'GONE').map(row => ({...row, ghost: true}));
    const rows = table.after.map(row => ({...row, ghost: false})).concat(gone);
    return rows.sort((a, b) => a.value - b.value || b.ghost - a.ghost);
  }

  function tablesOf(frame) {
    return frame.tables
        .filter(table => side === 'after' || table.stateBefore)
        .map(table => ({
          ...table,
          rows: rowsOf(table),
          state: side === 'before' ? table.stateBefore : table.stateAfter,
        }));
  }

  function objectsOf(frame) {
    return frame.objects
        .map(object => ({
          ...object,
          usage: side === 'before' ? object.usageBefore : object.usageAfter,
          elsewhere: side === 'before' ? object.elsewhereBefore : object.elsewhereAfter,
          moved: !asks && object.usageBefore !== object.usageAfter,
          messages: side === 'before' ? 0 : object.messages,
          ghost: side === 'after' && object.usageBefore > 0 && object.usageAfter === 0,
          isNew: side === 'after' && !object.thereBefore && object.thereAfter,
        }))
        .filter(object => object.ghost || (side === 'before' ? object.thereBefore : object.thereAfter));
  }

  /** Sizes for the room that there is: three columns, or two with mailslots inside the objects. */
  function layout(width) {
    const wide = width >= 700;
    return wide
        ? {wide, width, table: 336, row: 27, object: 184, slot: 146, head: 60}
        : {wide, width, table: Math.min(220, Math.round(width * .53)), row: 42,
           object: width - Math.min(220, Math.round(width * .53)) - 44, slot: 0, head: 60};
  }

  /**
   * One side of a frame as an SVG element. A row that is chosen calls onRow with its table and row.
   * A question shows the side before the call, and nothing of what the call changes.
   */
  function draw(frame, whichSide, width, onRow, isQuestion) {
    side = isQuestion ? 'before' : whichSide;
    asks = Boolean(isQuestion);
    choose = onRow;
    const size = layout(width);
    const tables = tablesOf(frame);
    const objects = objectsOf(frame);
    const picture = svg('svg', {role: onRow ? 'group' : 'img', 'aria-label': inWords(tables, objects)});
    const defs = svg('defs', {}, picture);
    for (const kind of ['SAME', 'NEW', 'GONE', 'CHANGED', 'slot']) arrowHead(defs, kind);
    const wires = svg('g', {}, picture);
    const ends = [];
    let y = 1;
    for (const table of tables) y = drawTable(picture, table, size, y, ends, frame.picture) + 18;
    const bottom = Math.max(y - 18, drawObjects(picture, wires, objects, size, ends, frame.picture));
    picture.setAttribute('viewBox', `0 0 ${width} ${Math.ceil(bottom) + 4}`);
    picture.setAttribute('width', width);
    picture.setAttribute('height', Math.ceil(bottom) + 4);
    return picture;
  }

  function arrowHead(defs, kind) {
    const marker = svg('marker', {id: 'tip-' + kind, viewBox: '0 0 10 10', refX: 9, refY: 5,
      markerWidth: 10, markerHeight: 10, orient: 'auto-start-reverse',
      markerUnits: 'userSpaceOnUse'}, defs);
    const colour = {SAME: 'wire', NEW: 'new', GONE: 'gone', CHANGED: 'changed', slot: 'slot'}[kind];
    svg('path', {d: 'M0 0 L10 5 L0 10 z', style: `fill: var(--${colour})`}, marker);
  }

  function drawTable(picture, table, size, top, ends, isPicture) {
    const group = svg('g', {class: 'table ' + table.state}, picture);
    const lines = Math.max(1, table.rows.length);
    const dots = isPicture ? 2 : 0;
    const others = table.others > 0 ? 1 : 0;
    const height = size.head + (lines + dots) * size.row + others * 24;
    svg('rect', {class: 'box', x: 1, y: top, width: size.table, height, rx: 6}, group);
    svg('path', {class: 'headbox', d: roundTop(1, top, size.table, size.head, 6)}, group);
    svg('text', {class: 'head', x: 12, y: top + 18}, group, table.process);
    if (size.wide) {
      svg('text', {class: 'small', x: size.table - 8, y: top + 18, 'text-anchor': 'end'}, group,
          'handle table');
    }
    svg('text', {class: 'state', x: 12, y: top + 35}, group,
        `process ${table.processId}, ${table.state}`);
    const headings = size.wide
        ? [[26, 'value'], [124, 'object'], [192, 'type, access']]
        : [[26, 'value, object, access']];
    for (const [x, words] of headings) {
      svg('text', {class: 'small column', x, y: top + 53}, group, words);
    }
    if (size.wide) {
      svg('text', {class: 'small column', x: size.table - 6, y: top + 53, 'text-anchor': 'end'},
          group, 'flags');
    }
    let y = top + size.head;
    if (isPicture) y = dotted(group, size, y);
    if (table.rows.length === 0) {
      svg('text', {class: 'small', x: 26, y: y + size.row / 2 + 4}, group,
          table.state === 'ended' ? 'the table is gone' : 'no rows');
      y += size.row;
    }
    for (const row of table.rows) {
      drawRow(group, table, row, size, y);
      ends.push({x: 1 + size.table, y: y + size.row / 2, row});
      y += size.row;
    }
    if (isPicture) {
      y = dotted(group, size, y);
      const row = table.rows[0];
      if (row) {
        svg('text', {class: 'head', x: 12, y: y + 22}, picture, `(${row.value}, ${row.object})`);
        return y + 28;
      }
    }
    if (others) {
      svg('text', {class: 'small', x: 12, y: y + 16}, group,
          size.wide ? `and ${table.others} rows that are not the tour\u2019s`
              : `and ${table.others} other rows`);
      y += 24;
    }
    return y;
  }

  function roundTop(x, y, width, height, r) {
    return `M${x} ${y + height} V${y + r} q0 ${-r} ${r} ${-r} H${x + width - r} q${r} 0 ${r} ${r} V${y + height} Z`;
  }

  function dotted(group, size, y) {
    svg('line', {class: 'rule', x1: 2, x2: size.table, y1: y + size.row, y2: y + size.row}, group);
    svg('text', {class: 'small', x: 26, y: y + size.row / 2 + 4}, group, '...   0x.....');
    return y + size.row;
  }

  function drawRow(parent, table, row, size, y) {
    const group = svg('g', {class: row.mark + (row.ghost ? ' ghost' : '')}, parent);
    if (choose) {
      const chosen = choose;
      for (const [name, value] of Object.entries({tabindex: 0, role: 'button',
        'aria-label': `${hex(row.value)} leads to ${row.object}, ${row.type} ${row.access}`})) {
        group.setAttribute(name, value);
      }
      group.classList.add('row');
      group.addEventListener('click', () => chosen(table, row));
      group.addEventListener('keydown', event => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        event.stopPropagation();
        chosen(table, row);
      });
    }
    svg('rect', {class: 'fill', x: 2, y: y + .5, width: size.table - 2, height: size.row - 1}, group);
    svg('line', {class: 'rule', x1: 2, x2: size.table, y1: y + size.row, y2: y + size.row}, group);
    svg('title', {}, group, `${hex(row.value)} leads to ${row.object}: ${row.rights}`);
    const middle = y + size.row / 2 + 4.5;
    const first = size.wide ? middle : y + 17;
    svg('text', {class: 'mark', x: 10, y: first}, group, SIGN[row.mark]);
    svg('text', {x: 26, y: first, class: 'head'}, group, hex(row.value));
    if (size.wide) {
      svg('text', {x: 76, y: middle, class: 'small'}, group, row.value);
      svg('text', {x: 124, y: middle}, group, row.object);
      svg('text', {x: 192, y: middle, class: 'small'}, group, `${row.type} ${row.access}`);
    } else {
      svg('text', {x: 74, y: first, class: 'small'}, group, row.value);
      svg('text', {x: 26, y: y + 34, class: 'small'}, group, `${row.object}  ${row.access}`);
    }
    let chip = size.table - 20;
    for (const [letter, on] of [['P', row.protect], ['I', row.inherit]]) {
      if (!on) continue;
      svg('rect', {class: 'chip', x: chip, y: first - 12.5, width: 15, height: 16, rx: 4}, group);
      svg('text', {class: 'chiptext', x: chip + 4, y: first - .5}, group, letter);
      chip -= 19;
    }
  }

  /** Objects stand as near as there is room to the rows that point to them. */
  function drawObjects(picture, wires, objects, size, ends, isPicture) {
    const gap = (size.width - size.table - size.object - size.slot) / 2;
    const x = size.wide ? Math.round(size.table + gap * 1.15) : size.table + 40;
    const slots = new Map();
    const placed = objects.map(object => {
      const mine = ends.filter(end => end.row.object === object.label);
      return {object, mine, want: Math.min(...mine.map(end => end.y))};
    }).sort((a, b) => a.want - b.want);
    let free = 1;
    for (const place of placed) {
      const lines = objectLines(place.object, size);
      const height = 14 + lines.length * 17;
      const want = place.want === Infinity ? free : place.want - height / 2;
      place.top = Math.max(free, want);
      place.middle = place.top + height / 2;
      free = place.top + height + 12;
      drawObject(picture, place, lines, x, height, size);
      for (const end of place.mine) wire(wires, end, x, place.middle);
      const resource = place.object.resource;
      if (resource && size.wide) {
        if (!slots.has(resource)) slots.set(resource, []);
        slots.get(resource).push(place);
      }
    }
    let bottom = free - 12;
    if (isPicture && placed.length) {
      svg('text', {class: 'small', x, y: bottom + 16}, picture, 'lies at ' + placed[0].object.label);
      bottom += 20;
    }
    return Math.max(bottom, drawSlots(picture, wires, slots, x + size.object, size));
  }

  function objectLines(object, size) {
    const lines = [];
    if (object.label) {
      const count = object.usage === 1 ? '1 row' : `${object.usage} rows`;
      lines.push({text: object.label, kind: 'head', count: object.ghost ? 'gone' : count});
    }
    lines.push({text: object.what, kind: ''});
    if (object.elsewhere > 0) lines.push({text: object.elsewhere + ' elsewhere', kind: 'small'});
    if (object.resource && !size.wide) {
      lines.push({text: shortName(object.resource), kind: 'small'});
      if (object.messages > 0) lines.push({text: unread(object), kind: 'small'});
    }
    const letters = Math.floor((size.object - 16) / 7.8);
    return lines.flatMap(line => fold(line, letters));
  }

  /** Breaks a long line at a blank; the count stays with its first part. */
  function fold(line, letters) {
    const room = letters - (line.count ? line.count.length + 1 : 0);
    if (line.text.length <= room) return [line];
    const blank = line.text.lastIndexOf(' ', room);
    const cut = blank > 0 ? blank : room;
    const rest = line.text.slice(cut).trim();
    return [{...line, text: line.text.slice(0, cut)}, ...fold({text: rest, kind: line.kind}, letters)];
  }

  const shortName = name => name.slice(name.lastIndexOf('\\') + 1);
  const unread = object => object.messages + ' unread';

  function drawObject(picture, place, lines, x, height, size) {
    const {object} = place;
    const classes = 'object' + (object.ghost ? ' ghost' : '') + (object.isNew ? ' NEW' : '');
    const group = svg('g', {class: classes}, picture);
    svg('rect', {class: 'box', x, y: place.top, width: size.object, height, rx: 8,
      'stroke-dasharray': object.label ? 'none' : '2 4'}, group);
    lines.forEach((line, i) => {
      const y = place.top + 20 + i * 17;
      svg('text', {class: line.kind, x: x + 9, y}, group, line.text);
      if (line.count) {
        svg('text', {class: 'count' + (object.moved ? ' moved' : ''), x: x + size.object - 9, y,
          'text-anchor': 'end'}, group, line.count);
      }
    });
  }

  function wire(wires, end, x, y) {
    const bend = Math.max(18, (x - end.x) * .55);
    const mark = end.row.ghost ? 'GONE' : end.row.mark;
    const kind = side === 'before' && mark === 'GONE' ? 'SAME' : mark;
    svg('path', {class: 'wire ' + kind, 'marker-end': `url(#tip-${kind})`,
      d: `M${end.x} ${end.y} C${end.x + bend} ${end.y} ${x - bend} ${y} ${x - 1} ${y}`}, wires);
  }

  function drawSlots(picture, wires, slots, from, size) {
    const x = size.width - size.slot - 2;
    const all = [...slots.entries()].map(([name, places]) => ({
      name, places,
      messages: Math.max(...places.map(place => place.object.messages)),
      ghost: places.every(place => place.object.ghost),
      want: places.reduce((sum, place) => sum + place.middle, 0) / places.length,
    })).sort((a, b) => a.want - b.want);
    let free = 1;
    for (const slot of all) {
      const height = 48;
      const top = Math.max(free, slot.want - height / 2);
      const group = svg('g', {class: 'slot' + (slot.ghost ? ' ghost' : '')}, picture);
      svg('title', {}, group, slot.name);
      svg('rect', {class: 'box', x, y: top, width: size.slot, height, rx: 3}, group);
      svg('text', {class: 'head', x: x + 9, y: top + 20}, group, shortName(slot.name));
      const letters = slot.messages > 0 ? slot.messages + ' unread' : 'mailslot';
      svg('text', {class: 'small', x: x + 9, y: top + 37}, group, letters);
      for (const place of slot.places) {
        const y = top + height / 2;
        svg('path', {class: 'to-slot', 'marker-end': 'url(#tip-slot)',
          d: `M${from} ${place.middle} C${from + 24} ${place.middle} ${x - 24} ${y} ${x - 1} ${y}`}, wires);
      }
      free = top + height + 10;
    }
    return free - 10;
  }

  function inWords(tables, objects) {
    const words = tables.map(table => {
      const rows = table.rows.filter(row => !row.ghost);
      const list = rows.map(row => `${hex(row.value)} to ${row.object}`).join(', ');
      return `${table.process}, ${table.state}: ${rows.length ? list : 'no rows'}.`;
    });
    for (const object of objects.filter(each => !each.ghost && each.label)) {
      words.push(`${object.label}: ${object.what}${object.resource ? ' of ' + object.resource : ''}, usage count ${object.usage}${object.elsewhere > 0 ? ', ' + object.elsewhere + ' elsewhere' : ''}.`);
    }
    return words.join(' ');
  }

  return {draw, hex};
})();
