package mechanism

import "fmt"

// Dates are the weeks in which a mechanism works, and what it may cost.
type Dates struct {
	From   float64 `toml:"from" unit:"weeks" default:"0" range:"[0,)" doc:"Week from which it works."`
	Until  float64 `toml:"until" unit:"weeks" default:"0" range:"[0,)" doc:"Week from which it works no more; 0 is never."`
	Budget float64 `toml:"budget" unit:"money" default:"0" range:"[0,)" doc:"What it may cost altogether; it stops when the money is spent. 0 is no limit."`
}

// on reports whether the mechanism works in a week, having spent an amount.
func (d *Dates) on(week, spent float64) bool {
	return week >= d.From && (d.Until == 0 || week < d.Until) && (d.Budget == 0 || spent < d.Budget)
}

// check returns the faults of the dates.
func (d *Dates) check() []error {
	if d.Until != 0 && d.Until <= d.From {
		return []error{fmt.Errorf("until = %g: want 0 (never) or a week after from = %g", d.Until, d.From)}
	}
	return nil
}
