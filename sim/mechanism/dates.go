package mechanism

import (
	"fmt"

	"grapevine/sim"
)

// Dates are the weeks in which a mechanism works, and what it may cost.
type Dates struct {
	From   float64 `toml:"from" unit:"weeks" default:"0" range:"[0,)" doc:"Week from which it works."`
	Until  float64 `toml:"until" unit:"weeks" default:"0" range:"[0,)" doc:"Week from which it works no more; 0 is never."`
	Budget float64 `toml:"budget" unit:"money" default:"0" range:"[0,)" doc:"What it may cost altogether; it stops when the money is spent, and only what has been promised is still paid. 0 is no limit."`

	grant []float64 // what may have been spent by the end of each week, with a sum from [budget]
}

// on reports whether the mechanism works in a week, having spent an amount.
func (d *Dates) on(week, spent float64) bool {
	week += 1e-9 // steps are rounded parts of a week
	if d.grant != nil && spent >= d.granted(int(week)) {
		return false
	}
	return week >= d.From && (d.Until == 0 || week < d.Until) && (d.Budget == 0 || spent < d.Budget)
}

// never reports whether all of a run lies before the first week.
func (d *Dates) never(p *sim.Plan) bool { return d.From >= float64(p.Weeks) }

// charge books what a week of the mechanism has cost, as far as its budget goes;
// of a grant, what is left of the week's part: it pays for all there is.
func (d *Dates) charge(m *sim.Market, account sim.Account, week int, amount float64) {
	if spent := m.Spent(account); d.on(float64(week-1), spent) {
		if d.grant != nil {
			amount = d.granted(week-1) - spent
		}
		m.Spend(account, d.afford(amount, spent))
	}
}

// afford returns how much of an amount the budget has left.
func (d *Dates) afford(amount, spent float64) float64 {
	if d.Budget == 0 {
		return amount
	}
	return max(0, min(amount, d.Budget-spent))
}

// check returns the faults of the dates.
func (d *Dates) check() []error {
	if d.Until != 0 && d.Until <= d.From {
		return []error{fmt.Errorf("until = %g: want 0 (never) or a week after from = %g", d.Until, d.From)}
	}
	return nil
}
