// Time series, drawn by uPlot. Behind each chart there is a table.
import uPlot from 'uplot';
import { h, number, fill } from './dom.js';
import { badge, css, dark, line, look } from './palette.js';

const font = '12px system-ui, sans-serif';

function axes(unit, currency, x) {
  const common = { stroke: css('--soft'), font, ticks: { show: false }, grid: { stroke: css('--rule'), width: 1 } };
  return [
    { ...common, grid: { show: false }, size: 26, gap: 4, space: 50, label: x === 'weeks' ? 'week' : x, labelSize: 16, labelGap: -2, labelFont: font, values: (_, v) => v.map((n) => (n === null ? '' : x === 'weeks' ? String(n) : number(n))) },
    { ...common, size: 52, gap: 6, space: 34, values: (_, v) => v.map((n) => number(n, unit, currency)) },
  ];
}

// Chart is a picture in a figure, with a table that is filled when opened.
export class Chart {
  constructor(host, height = 200) {
    this.height = height;
    this.plotAt = h('div', { class: 'plot' });
    this.body = h('div', { class: 'scroll', tabindex: '0', role: 'region' });
    this.details = h('details', { class: 'behind' }, h('summary', {}, 'Numbers', (this.of = h('span', { class: 'hidden' }))), this.body);
    this.details.addEventListener('toggle', () => this.#table());
    host.append(this.plotAt, this.details);
    new ResizeObserver(() => this.#resize()).observe(this.plotAt);
  }

  #resize() {
    const w = Math.floor(this.plotAt.clientWidth);
    if (this.plot && w > 40 && w !== this.plot.width) this.plot.setSize({ width: w, height: this.height });
  }

  show({ label, data, series, bands, unit, currency, x = 'weeks', now, scale, table, marks }) {
    this.plot?.destroy();
    this.now = now;
    this.label = label;
    const width = Math.max(200, Math.floor(this.plotAt.clientWidth) || 400);
    this.plot = new uPlot({
      width, height: this.height, series: [{}, ...series], bands, axes: axes(unit, currency, x), legend: { show: false },
      padding: [8, marks ? 26 : 16, 0, 0],
      cursor: { show: false },
      scales: { x: { time: false }, y: scale ?? { range: (_, lo, hi) => (lo === hi ? [Math.min(0, lo), Math.max(hi, 1)] : [Math.min(0, lo * 1.05), Math.max(0, hi * 1.05)]) } },
      hooks: { draw: [(u) => this.#future(u), (u) => marks?.(u)] },
    }, data, this.plotAt);
    this.plot.root.setAttribute('role', 'img');
    this.plot.root.setAttribute('aria-label', label);
    this.body.setAttribute('aria-label', 'Numbers: ' + label);
    this.of.textContent = ' behind the chart ' + label;
    this.rows = table ?? { head: ['week', ...series.map((s) => s.label)], rows: Array.from(data[0], (w, k) => [w, ...data.slice(1).map((d) => d[k])]), unit, currency };
    this.#table();
  }

  // at moves the present week.
  at(week) {
    this.now = week;
    this.plot?.redraw(false, false);
  }

  // #future veils what has not happened yet.
  #future(u) {
    if (this.now === undefined) return;
    const { ctx, bbox } = u;
    const x = Math.min(bbox.left + bbox.width, u.valToPos(this.now, 'x', true));
    ctx.save();
    ctx.fillStyle = css('--panel');
    ctx.globalAlpha = 0.78;
    ctx.fillRect(x, bbox.top - 1, bbox.left + bbox.width - x + 2, bbox.height + 1);
    ctx.globalAlpha = 1;
    ctx.fillStyle = css('--ink');
    ctx.fillRect(Math.round(x), bbox.top, Math.max(1, devicePixelRatio), bbox.height);
    ctx.restore();
  }

  #table() {
    if (!this.details.open || !this.rows) return;
    const { head, rows, unit, currency } = this.rows;
    fill(this.body, h('table', {}, h('caption', { class: 'hidden' }, this.label),
      h('thead', {}, h('tr', {}, head.map((t) => h('th', { scope: 'col' }, t)))),
      h('tbody', {}, rows.map((r) => h('tr', {}, r.map((v, k) => (k ? h('td', {}, typeof v === 'string' ? v : number(v, unit, currency)) : h('th', { scope: 'row' }, typeof v === 'string' ? v : number(v)))))))));
  }
}

// labelled draws each stage's mark beside its layer's end, so that a layer is
// known by more than its colour. Layers too thin for it go without.
function labelled(layers) {
  return (u) => {
    const z = devicePixelRatio || 1, side = 14 * z, x = u.bbox.left + u.bbox.width + 6 * z;
    let free = Infinity, low = 0;
    for (const { name, top } of layers.toReversed()) { // from the ground up
      const high = top.at(-1), mid = u.valToPos((low + high) / 2, 'y', true);
      const thick = u.valToPos(low, 'y', true) - u.valToPos(high, 'y', true);
      low = high;
      if (thick < 3 * z || mid + side / 2 > free) continue;
      u.ctx.drawImage(badge(name, 14), x, mid - side / 2, side, side);
      free = mid - side / 2;
    }
  };
}

// stack shows how many people stand where, week by week.
export function stack(chart, { world, about, now, order }) {
  const weeks = Float64Array.from({ length: about.weeks + 1 }, (_, k) => k);
  const have = order.filter((name) => world.count[name]);
  const sum = new Float64Array(weeks.length);
  const layers = have.map((name) => {
    world.count[name].forEach((n, k) => { sum[k] += n; });
    return { name, top: sum.slice() };
  }).reverse();
  const series = layers.map(({ name }) => {
    const s = look(name);
    return { label: s.many, stroke: css('--panel'), width: 0.6, fill: s.colour, points: { show: false } };
  });
  chart.show({
    label: `People by stage, week by week: ${world.strategy}`, data: [weeks, ...layers.map((l) => l.top)], series, now,
    scale: { range: [0, about.customers] }, marks: labelled(layers),
    table: { head: ['week', ...have.map((n) => look(n).many)], rows: Array.from(weeks, (w) => [w, ...have.map((n) => world.count[n][w])]) },
  });
}

// curves shows a weekly column of several strategies.
export function curves(chart, { label, lines, about, now, unit }) {
  const weeks = Float64Array.from({ length: about.weeks + 1 }, (_, k) => k);
  chart.show({
    label, now, unit, currency: about.currency,
    data: [weeks, ...lines.map((l) => l.values)],
    series: lines.map((l) => {
      const { colour, dash } = line(l.place);
      return { label: l.name, stroke: colour, width: 2.5, dash, points: { show: false } };
    }),
  });
}

// fans shows means with bands over worlds, along weeks or a lever.
export function fans(chart, { label, xs, x, lines, unit, currency, head, banded = () => true }) {
  const data = [xs], series = [], bands = [];
  for (const l of lines) {
    const { colour, dash } = line(l.place);
    const at = data.length;
    data.push(l.high, l.low, l.mean);
    series.push({ label: l.name + ', high', stroke: 'transparent', width: 0, points: { show: false } },
      { label: l.name + ', low', stroke: 'transparent', width: 0, points: { show: false } },
      { label: l.name, stroke: colour, width: 2.5, dash, points: { show: x !== 'weeks', size: 7, fill: colour, stroke: colour } });
    if (banded(l.place)) bands.push({ series: [at, at + 1], fill: colour + (dark() ? '3A' : '2B') });
  }
  const rows = Array.from(xs, (w, k) => [w, ...lines.flatMap((l) => [l.mean[k], l.low[k], l.high[k]])]);
  const lo = Math.min(...lines.flatMap((l) => Array.from(l.low).filter(Number.isFinite))), hi = Math.max(...lines.flatMap((l) => Array.from(l.high).filter(Number.isFinite)));
  chart.show({
    label, data, series, bands, unit, currency, x: x === 'weeks' ? x : head,
    scale: { range: () => [Math.min(lo, x === 'weeks' ? 0 : lo - 0.08 * (hi - lo)), hi + 0.05 * (hi - lo || 1)] },
    table: { head: [head ?? 'week', ...lines.flatMap((l) => [l.name, 'low', 'high'])], rows, unit, currency },
  });
}
