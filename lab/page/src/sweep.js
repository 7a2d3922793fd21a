// One lever from end to end: what the objective does along it.
import { $, announce, fill, h, plain, words } from './dom.js';
import { Chart, fans } from './charts.js';
import { key } from './many.js';
import { nameOf } from './levers.js';

export class Sweep {
  constructor(engine, settle, pair) {
    this.engine = engine;
    this.settle = settle;
    this.pair = pair;
    this.chart = new Chart($('sweep-chart'), 260);
    $('sweep-run').addEventListener('click', () => (this.running ? this.stop() : this.run()));
  }

  open(about) {
    this.about = about;
    this.clear();
    const levers = about.levers.filter((l) => !l.values);
    fill($('sweep-lever'), levers.map((l) => h('option', { value: l.key }, nameOf(l))));
    $('sweep-run').disabled = levers.length === 0;
    $('sweep-n').value = about.customers <= 1000 ? '20' : '5';
  }

  clear() {
    this.stop();
    $('sweep-out').hidden = true;
    $('sweep-note').textContent = '';
  }

  stop() {
    this.turn = (this.turn ?? 0) + 1;
    this.running = false;
    $('sweep-run').textContent = 'Sweep it';
    $('sweep-progress').hidden = true;
  }

  async run() {
    const lever = this.about.levers.find((l) => l.key === $('sweep-lever').value);
    const points = Math.max(2, Math.min(41, Number($('sweep-points').value) || 9));
    const n = Math.max(1, Math.min(500, Number($('sweep-n').value) || 1));
    const turn = (this.turn = (this.turn ?? 0) + 1);
    this.running = true;
    $('sweep-run').textContent = 'Stop';
    $('sweep-progress').hidden = false;
    $('sweep-progress').max = points;
    const at = Array.from({ length: points }, (_, k) => {
      const t = k / (points - 1);
      const x = lever.log && lever.min > 0 ? lever.min * (lever.max / lever.min) ** t : lever.min + t * (lever.max - lever.min);
      return lever.whole ? Math.round(x) : Number(x.toPrecision(4));
    }).filter((x, k, all) => all.indexOf(x) === k);
    const found = [];
    try {
      await this.settle();
      for (const x of at) {
        $('sweep-progress').value = found.length;
        const { body } = await this.engine.ask('try', { key: lever.key, value: plain(x), replicates: n });
        if (turn !== this.turn) return;
        found.push({ x, ...body });
        if (found.length > 1) this.draw(lever, found, n);
      }
      const last = this.best(found, lever);
      $('sweep-note').textContent = last;
      announce(last);
    } catch (e) {
      $('sweep-note').textContent = e.message;
    } finally {
      if (turn === this.turn) this.stop();
    }
  }

  // best says which strategy leads at both ends, and where that turns.
  best(found, lever) {
    const sign = this.about.responses[0]?.better < 0 ? -1 : 1;
    const leader = (p) => p.strategies.reduce((b, s, k) => (sign * s.mean > sign * p.strategies[b].mean ? k : b), 0);
    const names = this.about.strategies.map((s) => s.name);
    const first = leader(found[0]);
    const turn = found.find((p) => leader(p) !== first);
    if (names.length === 1) return '';
    return turn ? `From ${nameOf(lever)} = ${plain(turn.x)} on, “${names[leader(turn)]}” leads; below, it is “${names[first]}”.` : `“${names[first]}” leads all along.`;
  }

  draw(lever, found, n) {
    $('sweep-out').hidden = false;
    const unit = this.about.responses[0]?.unit ?? 'money';
    const lines = this.about.strategies.map((s, k) => ({
      name: s.name, place: k, mean: found.map((p) => p.strategies[k].mean), low: found.map((p) => p.strategies[k].ci_low ?? p.strategies[k].mean), high: found.map((p) => p.strategies[k].ci_high ?? p.strategies[k].mean),
    })).filter((l) => l.mean.some(Number.isFinite));
    fans(this.chart, { label: `${words(this.about.objective || 'profit')} along ${nameOf(lever)}, with 90 % intervals of ${n} worlds`, xs: found.map((p) => p.x), x: 'lever', lines, unit, currency: this.about.currency, head: nameOf(lever), banded: lines.length <= 3 ? undefined : (place) => this.pair().includes(place) });
    key($('sweep-key'), lines);
    $('sweep-key').append(h('span', { class: 'soft' }, `${words(this.about.objective || 'profit')}: mean of ${n} worlds, ${lines.length <= 3 ? 'with' : 'for A and B with'} the 90 % interval`));
  }
}
