// The colours of Okabe & Ito (2008), as in the pictures of the command line.
// What has a colour has a shape too.

export const dark = () => document.documentElement.dataset.theme === 'dark';

const colours = ['#0072B2', '#E69F00', '#009E73', '#D55E00', '#CC79A7', '#56B4E9', '#000000'];
const dashes = [[], [9, 4], [3, 3], [9, 4, 3, 4], [5, 2]];

// line returns how a strategy is drawn, by its place in the scenario.
export function line(place) {
  let colour = colours[place % colours.length];
  if (dark()) colour = { '#000000': '#F2F2F2', '#0072B2': '#3FA3DC' }[colour] ?? colour;
  return { colour, dash: dashes[(place + Math.floor(place / colours.length)) % dashes.length] };
}

// Stages from the bottom of a stack to its top: those who buy, those who may,
// those who will not again. A detractor is shown as one wherever they stand.
export const stages = [
  { name: 'advocate', many: 'advocates', colour: '#0072B2', shape: 'star' },
  { name: 'loyal', many: 'loyal', colour: '#009E73', shape: 'triangle' },
  { name: 'customer', many: 'customers', colour: '#E69F00', shape: 'square' },
  { name: 'considering', many: 'considering', colour: '#F0E442', shape: 'diamond' },
  { name: 'aware', many: 'aware', colour: '#56B4E9', shape: 'circle' },
  { name: 'unaware', many: 'unaware', colour: '#C9C9C6', shape: 'dot' },
  { name: 'lapsed', many: 'lapsed', colour: '#CC79A7', shape: 'ring' },
  { name: 'detractor', many: 'detractors', colour: '#D55E00', shape: 'cross' },
];

const spare = ['#7A68A6', '#8C6D31', '#637939', '#4D4D4D', '#A55194'];

// look returns how a stage is shown, also one of a scenario's own making.
export function look(name) {
  let s = stages.find((x) => x.name === name);
  if (!s) {
    s = { name, many: name.replaceAll('_', ' '), colour: spare[[...name].reduce((a, c) => a + c.charCodeAt(0), 0) % spare.length], shape: 'pentagon' };
    stages.splice(5, 0, s);
  }
  const lit = dark() && { unaware: '#5A6066', advocate: '#3FA3DC', aware: '#8FCDF0' }[name];
  return lit ? { ...s, colour: lit } : s;
}

// trace draws the outline of a shape.
export function trace(c, shape, x, y, r) {
  const polygon = (n, turn, radius = r, inner) => {
    for (let k = 0; k < n; k++) {
      const a = ((turn + (360 * k) / n) * Math.PI) / 180;
      const q = inner !== undefined && k % 2 ? inner : radius;
      c[k ? 'lineTo' : 'moveTo'](x + q * Math.cos(a), y - q * Math.sin(a));
    }
    c.closePath();
  };
  c.beginPath();
  switch (shape) {
    case 'star': polygon(10, 90, r * 1.35, r * 0.58); break;
    case 'triangle': polygon(3, 90, r * 1.25); break;
    case 'square': polygon(4, 45, r * 1.15); break;
    case 'diamond': polygon(4, 90, r * 1.15); break;
    case 'pentagon': polygon(5, 90, r * 1.1); break;
    case 'cross': {
      const t = r * 0.36, l = r * 1.1, q = Math.SQRT1_2;
      const points = [[-t, -l], [t, -l], [t, -t], [l, -t], [l, t], [t, t], [t, l], [-t, l], [-t, t], [-l, t], [-l, -t], [-t, -t]];
      points.forEach(([a, b], k) => c[k ? 'lineTo' : 'moveTo'](x + (a - b) * q, y + (a + b) * q));
      c.closePath();
      break;
    }
    case 'ring':
      c.arc(x, y, r * 0.95, 0, 7);
      c.moveTo(x + r * 0.5, y);
      c.arc(x, y, r * 0.5, 0, 7, true);
      break;
    case 'dot': c.arc(x, y, r * 0.62, 0, 7); break;
    default: c.arc(x, y, r * 0.95, 0, 7);
  }
}

// badge is a small canvas with a stage's mark, for legends.
export function badge(name, size = 14) {
  const e = document.createElement('canvas');
  const s = look(name), z = window.devicePixelRatio || 1;
  e.width = e.height = size * z;
  e.className = 'badge';
  e.setAttribute('aria-hidden', 'true');
  const c = e.getContext('2d');
  c.scale(z, z);
  c.fillStyle = s.colour;
  trace(c, s.shape, size / 2, size / 2, size * 0.36);
  c.fill();
  if (s.name === 'considering' && !dark()) { c.strokeStyle = '#8A8220'; c.lineWidth = 0.8; c.stroke(); }
  return e;
}

export const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
