// A world as the engine sends it, with what the page looks up in it.

export class World {
  constructor({ body, arrays }, about) {
    Object.assign(this, body, arrays);
    const weeks = about.weeks + 1;
    this.weeks = about.weeks;
    this.customers = about.customers;
    this.column = {};
    this.columns.forEach((name, k) => { this.column[name] = this.weekly.subarray(k * weeks, (k + 1) * weeks); });
    this.count = this.#shown(about);
    let sum = 0;
    this.column.won = Float64Array.from(this.column.first_purchases ?? [], (x) => (sum += x));
    this.first = new Float32Array(about.customers).fill(Infinity);
    for (let k = this.boughtWho.length - 1; k >= 0; k--) {
      const i = this.boughtWho[k];
      this.first[i] = Math.min(this.first[i], this.boughtWeek[k]);
    }
    this.offspring = new Map();
    this.parent.forEach((p, i) => {
      if (p < 0) return;
      if (!this.offspring.has(p)) this.offspring.set(p, []);
      this.offspring.get(p).push(i);
    });
    this.#index();
  }

  // #shown splits the counts of people by what the network shows them as: a
  // detractor is not counted a second time in the stage they stand in.
  #shown(about) {
    const count = {}, weeks = about.weeks + 1;
    [...about.stages, 'detractor'].forEach((name, k) => {
      const some = this.counted.subarray(k * weeks, (k + 1) * weeks);
      if (some.some((n) => n > 0)) count[name] = some;
    });
    return count;
  }

  // #index notes where each week's words begin. They come in order of weeks.
  #index() {
    this.begin = new Int32Array(this.weeks + 2);
    let k = 0;
    for (let w = 0; w <= this.weeks; w++) {
      while (k < this.wordWeek.length && this.wordWeek[k] < w) k++;
      this.begin[w] = k;
    }
    this.begin[this.weeks + 1] = this.wordWeek.length;
  }

  // wordsOf returns the place of the first word after so many weeks.
  wordsOf(week) { return week < 0 ? 0 : this.begin[Math.min(week, this.weeks + 1)]; }

  children(i) { return this.offspring.get(i) ?? []; }
  wonAt(i) { return this.first[i]; }

  // descendants counts those that somebody's word led to, at any remove.
  descendants(i) {
    let n = 0;
    const stack = [...this.children(i)];
    while (stack.length) { n++; stack.push(...this.children(stack.pop())); }
    return n;
  }
}
