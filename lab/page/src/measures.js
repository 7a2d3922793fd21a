// What is counted week by week and worth a curve, with its name in words.
const titles = {
  reached_customer: 'customers won so far', cum_profit: 'profit so far', n_customer: 'stage customer', n_loyal: 'loyal', n_advocate: 'advocates', n_detractor: 'detractors', n_aware: 'stage aware',
  nps: 'net promoter score', sales: 'sales a week', mentions_positive: 'good words a week', mentions_negative: 'bad words a week', members: 'community members', posts: 'posts a week',
  invitations: 'invitations a week', acceptances: 'invitations accepted a week', market_share: 'market share', cost: 'cost a week',
};

// measures lists those that a world has.
export const measures = (columns) => Object.keys(titles).filter((c) => columns.includes(c)).map((c) => [c, titles[c]]);

export const unitOf = (column) => (column === 'cum_profit' || column === 'cost' ? 'money' : column === 'market_share' ? '%' : '');

// telling is the measure that shows most of an objective.
export const telling = (objective, columns) => {
  const wanted = { advocates: 'n_advocate', detractors: 'n_detractor', profit: 'cum_profit', nps: 'nps', sales: 'sales', members: 'members' }[objective];
  return columns.includes(wanted) ? wanted : 'reached_customer';
};
