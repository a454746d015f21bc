'use strict';
(() => {
  const run = JSON.parse(document.getElementById('run').textContent);
  const $ = id => document.getElementById(id);
  const steps = run.chapters.flatMap((chapter, c) =>
      chapter.frames.map((frame, f) => ({chapter, c, frame, f})));
  let at = 0;
  let side = 'after';

  function html(name, parent, text, className) {
    const element = document.createElement(name);
    if (text !== undefined) element.textContent = text;
    if (className) element.className = className;
    if (parent) parent.append(element);
    return element;
  }

  // One step.

  function show() {
    const {chapter, frame, f} = steps[at];
    const hidden = isHidden();
    $('title').textContent = `${chapter.number}. ${chapter.title}`;
    $('summary').textContent = chapter.summary;
    $('summary').hidden = f > 0;
    $('kernel').textContent = 'Kernel: ' + chapter.kernel;
    $('text').textContent = frame.text;
    $('code').textContent = frame.code.join('\n');
    $('code').hidden = frame.code.length === 0;
    $('call').hidden = !frame.call;
    if (frame.call) {
      $('caller').textContent = frame.call.process;
      call(frame.call, $('function'));
      $('outcome').hidden = hidden;
      $('result').textContent = frame.call.result;
      $('call').classList.toggle('failed', frame.call.failed && !hidden);
    }
    $('sides').hidden = !frame.call || hidden;
    if (!frame.call) side = 'after';
    if (hidden) side = 'before';
    $('elsewhere').hidden = chapter.exact;
    $('detail').textContent = 'Choose a row to read what it allows.';
    claims(hidden ? [] : frame.claims, $('claims'));
    $('checked').hidden = hidden || frame.claims.length === 0;
    $('astext').hidden = hidden;
    asText(frame);
    question(hidden);
    sideButtons();
    draw();
    const total = chapter.frames.length;
    $('place').textContent = `${chapter.number}.${f + 1} of ${total}`;
    $('place').setAttribute('aria-label', `Step ${f + 1} of ${total} of chapter ${chapter.number}`);
    $('chapter').value = String(steps[at].c);
    $('done').style.width = 100 * (at + 1) / steps.length + '%';
    $('first').disabled = $('previous').disabled = at === 0;
    $('last').disabled = $('next').disabled = at === steps.length - 1 && !hidden;
    document.body.dataset.step = at;
    history.replaceState(null, '', `#${chapter.number}.${f + 1}`);
  }

  /** The function with its arguments; the one that the text is about is marked. */
  function call(made, parent) {
    parent.replaceChildren();
    if (made.arguments.length === 0) {
      parent.textContent = made.text;
      return;
    }
    parent.append(made.text.slice(0, made.text.indexOf('(') + 1));
    made.arguments.forEach((argument, i) => {
      const bare = made.arguments.length === 1 || argument.value === 'NULL';
      const about = argument.name === made.about;
      const element = html(about ? 'mark' : 'span', parent,
          (bare && !about ? '' : argument.name + '=') + argument.value);
      element.title = argument.name;
      parent.append(i < made.arguments.length - 1 ? ', ' : ')');
    });
  }

  /** Larger where there is more room, so that it can be read from afar. */
  function draw() {
    const room = $('drawing').clientWidth || 300;
    const width = Math.max(300, Math.floor(room / Math.max(1, Math.min(1.6, room / 760))));
    $('drawing').replaceChildren(
        drawing.draw(steps[at].frame, side, width, detail, isHidden()));
  }

  function detail(table, row) {
    const flags = [row.inherit && 'inherit', row.protect && 'protect from close'].filter(Boolean);
    $('detail').textContent =
        `${drawing.hex(row.value)} (${row.value}) of ${table.process} leads to ${row.object}, a`
        + ` ${row.type}. Access ${row.access}: ${row.rights}. Flags: ${flags.join(', ') || 'none'}.`
        + ` Usage count ${row.usageCount}.`;
  }

  function claims(all, list) {
    list.replaceChildren(...all.map(claim => {
      const item = html('li', null, undefined, claim.verdict);
      const sign = {HOLDS: '\u2713', FAILED: '\u2717', DIFFERS: '\u2260'}[claim.verdict];
      const word = {HOLDS: 'Holds:', FAILED: 'Failed:', DIFFERS: 'Differs from Windows:'}[claim.verdict];
      html('span', item, sign, 'sign').setAttribute('aria-hidden', 'true');
      const text = html('span', item);
      html('span', text, word + ' ', 'hidden');
      text.append(claim.text);
      if (claim.measured) {
        text.append(': ');
        html('code', text, claim.measured);
      }
      if (claim.reason) html('span', text, 'Known of this kernel: ' + claim.reason, 'why');
      return item;
    }));
  }

  function asText(frame) {
    $('tables').replaceChildren(...frame.tables.flatMap(table => {
      const sides = table.stateBefore ? ['before', 'after'] : ['after'];
      return sides.map(which => oneTable(table, which));
    }));
  }

  function oneTable(table, which) {
    const element = html('table');
    html('caption', element, `${table.process}, ${which}`);
    const head = html('tr', html('thead', element));
    for (const word of ['', 'Handle', 'Object', 'Type', 'Access', 'Rights', 'Flags', 'Usage count']) {
      html('th', head, word).scope = 'col';
    }
    const body = html('tbody', element);
    for (const row of table[which]) {
      const line = html('tr', body);
      const flags = [row.inherit && 'inherit', row.protect && 'protect'].filter(Boolean).join(', ');
      const mark = row.mark === 'SAME' ? '' : row.mark.toLowerCase();
      for (const cell of [mark, `${drawing.hex(row.value)} (${row.value})`, row.object, row.type,
        row.access, row.rights, flags || '-', row.usageCount]) {
        html('td', line, cell);
      }
    }
    return element;
  }

  function sideButtons() {
    for (const which of ['before', 'after']) {
      $(which).setAttribute('aria-pressed', String(side === which));
    }
    $('before').disabled = !tablesBefore();
  }
  const tablesBefore = () => steps[at].frame.tables.some(table => table.stateBefore);

  function choose(which) {
    if (isHidden() || which === 'before' && !tablesBefore()) return;
    side = which;
    sideButtons();
    draw();
  }

  // Predictions: two questions for each call, a point for each right answer.

  let predicts = false;
  /** Step to what was answered: {rows, counts} as booleans, or null if the reader did not say. */
  const answers = new Map();

  const isQuestion = step => step.frame.call && step.frame.tables.some(table => table.stateBefore);
  const isHidden = () => predicts && isQuestion(steps[at]) && !answers.has(at);
  const rowsMarked = (frame, which, mark) =>
      frame.tables.reduce((sum, table) => sum + table[which].filter(row => row.mark === mark).length, 0);
  const countable = frame => frame.objects.filter(object => object.thereBefore && object.label);
  const changes = object => object.usageBefore !== object.usageAfter;

  function question(hidden) {
    $('question').hidden = !hidden;
    $('verdict').hidden = hidden || !predicts || !answers.get(at);
    if (hidden) {
      $('appear').value = $('go').value = 0;
      $('counts').replaceChildren(...countable(steps[at].frame).map(object => {
        const label = html('label', null, undefined, 'count');
        const box = html('input', label);
        box.type = 'checkbox';
        box.value = object.label;
        label.append(` ${object.label} (${object.usageBefore})`);
        return label;
      }));
      $('nocounts').hidden = countable(steps[at].frame).length > 0;
    } else {
      verdict();
    }
    score();
  }

  function verdict() {
    const {frame} = steps[at];
    const answer = answers.get(at);
    if (!answer) return;
    const moved = countable(frame).filter(changes).map(object =>
        `${object.label}: ${object.usageBefore} \u2192 ${object.usageAfter}`);
    const appear = rowsMarked(frame, 'after', 'NEW');
    const go = rowsMarked(frame, 'before', 'GONE');
    $('verdict').replaceChildren();
    html('p', $('verdict'), `${answer.rows ? '\u2713' : '\u2717'} rows: ${appear} appear, ${go} go`,
        answer.rows ? 'right' : 'wrong');
    html('p', $('verdict'), `${answer.counts ? '\u2713' : '\u2717'} usage counts: `
        + (moved.join(', ') || 'none changes'), answer.counts ? 'right' : 'wrong');
  }

  function score() {
    const {c, f, chapter} = steps[at];
    let points = 0;
    let asked = 0;
    answers.forEach((answer, step) => {
      if (answer && steps[step].c === c) {
        asked += 2;
        points += answer.rows + answer.counts;
      }
    });
    const ends = f === chapter.frames.length - 1 && !isHidden();
    $('score').hidden = !predicts || asked === 0 && !ends;
    $('score').classList.toggle('final', ends);
    $('score').textContent = ends
        ? `End of chapter ${chapter.number}: ${points} of ${asked} predictions right`
        : `Chapter ${chapter.number}: ${points} of ${asked} right`;
  }

  /** Reveals the step; without an answer it does not count. */
  function reveal(answer) {
    answers.set(at, answer);
    side = 'after';
    show();
    $('next').focus();
  }

  function check() {
    const {frame} = steps[at];
    const ticked = [...$('counts').querySelectorAll('input:checked')].map(box => box.value);
    const moved = countable(frame).filter(changes).map(object => object.label);
    reveal({
      rows: Number($('appear').value) === rowsMarked(frame, 'after', 'NEW')
          && Number($('go').value) === rowsMarked(frame, 'before', 'GONE'),
      counts: ticked.length === moved.length && moved.every(label => ticked.includes(label)),
    });
  }

  function togglePredict() {
    predicts = !predicts;
    $('predict').setAttribute('aria-pressed', String(predicts));
    side = 'after';
    show();
    if (isHidden()) $('appear').focus();
  }

  // The way through.

  function go(step) {
    if (step === at + 1 && isHidden()) {
      reveal(null);
      return;
    }
    const next = Math.min(steps.length - 1, Math.max(0, step));
    if (next === at) return;
    at = next;
    side = 'after';
    show();
    scrollTo({top: 0});
    if (isHidden()) $('appear').focus();
  }

  function fullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.().catch(() => {});
  }

  for (const [c, chapter] of run.chapters.entries()) {
    const option = html('option', $('chapter'), `${chapter.number}. ${chapter.title}`);
    option.value = String(c);
  }
  $('chapter').addEventListener('change', event =>
      go(steps.findIndex(step => step.c === Number(event.target.value))));
  $('first').addEventListener('click', () => go(0));
  $('previous').addEventListener('click', () => go(at - 1));
  $('next').addEventListener('click', () => go(at + 1));
  $('last').addEventListener('click', () => go(steps.length - 1));
  $('before').addEventListener('click', () => choose('before'));
  $('after').addEventListener('click', () => choose('after'));
  $('predict').addEventListener('click', togglePredict);
  $('full').addEventListener('click', fullScreen);
  $('question').addEventListener('submit', event => { event.preventDefault(); check(); });

  document.addEventListener('keydown', event => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest('select')) return;
    const keys = {
      ArrowRight: () => go(at + 1), ArrowLeft: () => go(at - 1),
      PageDown: () => go(at + 1), PageUp: () => go(at - 1),
      Home: () => go(0), End: () => go(steps.length - 1),
      b: () => choose(side === 'before' ? 'after' : 'before'),
      p: togglePredict, f: fullScreen,
    };
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });

  // The handout: all steps of the chapter, one below the other.

  function handout() {
    const {chapter} = steps[at];
    const sheet = $('handout');
    sheet.replaceChildren();
    html('h1', sheet, `${chapter.number}. ${chapter.title}`);
    html('p', sheet, chapter.summary);
    chapter.frames.forEach((frame, f) => {
      const part = html('section', sheet);
      html('h2', part, `${chapter.number}.${f + 1}`);
      html('p', part, frame.text);
      if (frame.code.length) html('pre', part, frame.code.join('\n'));
      if (frame.call) {
        const line = html('p', part, undefined, 'call');
        html('b', line, frame.call.process + ': ');
        call(frame.call, html('code', line));
        html('br', line);
        html('code', line, '= ' + frame.call.result);
      }
      part.append(drawing.draw(frame, 'after', 760));
      claims(frame.claims, html('ul', part, undefined, 'claims'));
    });
  }
  addEventListener('beforeprint', handout);

  function fromAddress() {
    const [number, f] = location.hash.slice(1).split('.').map(Number);
    const found = steps.findIndex(step => step.chapter.number === number && step.f === (f || 1) - 1);
    if (found >= 0) at = found;
  }
  addEventListener('hashchange', () => { fromAddress(); show(); });
  let width = 0;
  addEventListener('resize', () => {
    if ($('drawing').clientWidth !== width) { width = $('drawing').clientWidth; draw(); }
  });

  document.title = 'handlelab tour: ' + run.chapters.map(chapter => chapter.id).join(', ');
  fromAddress();
  show();
})();
