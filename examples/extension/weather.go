// Package weather extends Grapevine from a module of its own: a mechanism that
// scenarios may then name, and a metric that tables then have.
package weather

import (
	"grapevine/knob"
	"grapevine/sim"
	"grapevine/sim/mechanism"
	"grapevine/sim/metric"
)

// Weather makes people who consider a purchase decide faster in some weeks of
// the year: sunshine for ice cream, rain for umbrellas. Its fields are the keys
// of the table [weather], their tags are what explain and the checks know.
type Weather struct {
	Lift  float64 `toml:"lift" unit:"1/week" default:"0.1" range:"[0,)" doc:"Hazard of deciding that good weather adds."`
	Every int     `toml:"every" unit:"weeks" default:"4" range:"[1,)" doc:"Every so many weeks the weather is good for a week."`
}

// Check implements sim.Mechanism: the ranges say all there is to check.
func (w *Weather) Check(*sim.Plan) []error { return nil }

// Tallies implements sim.Tallier: a column of the weekly table.
func (w *Weather) Tallies() []sim.Tally {
	return []sim.Tally{{Name: "fine_weeks", Doc: "weeks of good weather"}}
}

// Enter implements sim.Mechanism. What belongs to one run is in what it
// returns, since many runs share the table.
func (w *Weather) Enter(m *sim.Market) any {
	return &weather{
		Weather: w, m: m, fine: m.NewTally(w.Tallies()[0]),
		decide: m.Pressure(m.Source("weather"), sim.Decide, 0),
	}
}

type weather struct {
	*Weather
	m      *sim.Market
	decide sim.Pressure
	fine   sim.Column
}

// Press implements sim.Presser: it presses on a clock, it moves nobody.
func (w *weather) Press(h *sim.Hazards, week float64) {
	h.Set(w.decide, 0)
	if w.good(int(week + 1e-9)) {
		h.Set(w.decide, w.Lift)
	}
}

func (w *weather) good(week int) bool { return week%w.Every == 0 }

// Week implements sim.Accountant, which is asked at the end of a week, counted
// from 1.
func (w *weather) Week(m *sim.Market, week int) {
	if w.good(week - 1) {
		m.Count(w.fine, 1)
	}
}

// SalesPerBuyer is a metric of one's own: purchases of a customer won.
var SalesPerBuyer = metric.Metric{
	Name: "sales_per_buyer", Unit: "ratio", Better: 1, Kind: metric.Ratio,
	Doc: "Purchases for every customer won.",
	Of: func(r *metric.Run) float64 {
		sum := func(column string) (n int64) {
			for _, k := range r.Trace.Column(column) {
				n += k
			}
			return n
		}
		return float64(sum("sales")) / float64(sum("first_purchases"))
	},
}

// Register makes both known to scenarios, checks, explain and tables. Call it
// once, before the first scenario is read.
func Register() {
	mechanism.Kinds["weather"] = mechanism.Kind{
		Make:  func() sim.Mechanism { return knob.Defaults(&Weather{}) },
		About: "weeks in which people decide faster",
	}
	metric.Kinds = append(metric.Kinds, SalesPerBuyer)
}
