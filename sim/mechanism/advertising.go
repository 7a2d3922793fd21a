package mechanism

import (
	"math"

	"grapevine/chance"
	"grapevine/sim"
)

// Advertising presses every unaware customer at the same rate: the coefficient
// of innovation in the model of Bass (Management Science 15, 1969). Spending
// carries over from week to week (adstock, Broadbent 1979) and saturates
// (Hill). Alone it is the model of Bass with q = 0. What it reminds those who
// know the brand of is a second route: advertising acts on which brands are
// considered, not on what they are worth (Terui, Ban & Allenby, Marketing
// Science 30, 2011).
//
// Advertising for some segments or places is seen by nobody else, and by those
// the more often: the money that would reach a share of everybody reaches as
// many of theirs.
type Advertising struct {
	Dates
	Target
	Rate           float64 `toml:"rate" unit:"1/week" default:"0.0006" range:"[0,)" source:"Sultan, Farley & Lehmann 1990: p = .03/year" doc:"Hazard of noticing the brand while the planned sum is spent every week."`
	Remind         float64 `toml:"remind" unit:"1/week" default:"0" range:"[0,)" doc:"Hazard with which those who know the brand, and do not use it, come to consider it while the planned sum is spent; 0 is advertising that only makes the brand known."`
	SpendPerWeek   float64 `toml:"spend_per_week" unit:"money" default:"0" range:"[0,)" doc:"Planned spending."`
	CarryOver      float64 `toml:"carry_over" default:"0" range:"[0,1)" doc:"Share of last week's effect that is left this week."`
	HalfSaturation float64 `toml:"half_saturation" default:"0" range:"[0,)" doc:"Effective spending, relative to the plan, at which half of the greatest effect is reached; 0 is no saturation."`
	Saturation     float64 `toml:"saturation_power" default:"1" range:"(0,)" doc:"Steepness of the saturation curve."`
	WeeksOn        int     `toml:"weeks_on" unit:"weeks" default:"0" range:"[0,)" doc:"Length of a flight; 0 is always on."`
	WeeksOff       int     `toml:"weeks_off" unit:"weeks" default:"0" range:"[0,)" doc:"Pause between flights."`
	Promise        float64 `toml:"promise" default:"0" range:"[0,1]" doc:"What the advertisements promise beyond what customers would expect; it is held against the experience."`
}

// Check implements sim.Mechanism.
func (a *Advertising) Check(p *sim.Plan) []error { return append(a.check(), a.checkTarget(p)...) }

// Enter implements sim.Mechanism.
func (a *Advertising) Enter(m *sim.Market) any {
	to := a.aim(m.Plan)
	source := m.Source("advertising")
	r := &advertising{
		Advertising: a, m: m, week: -1, share: to.share(m.Plan),
		account: m.NewAccount(),
		notice:  m.PressureIn(source, sim.Notice, 0, to),
	}
	if a.Remind > 0 {
		r.remind = []sim.Pressure{m.PressureIn(source, sim.Consider, 0, to), m.PressureIn(source, sim.Return, 0, to)}
	}
	return r
}

type advertising struct {
	*Advertising
	m       *sim.Market
	notice  sim.Pressure
	remind  []sim.Pressure // none if it reminds nobody
	account sim.Account
	week    int
	share   float64 // of the market that it is for
	stock   float64 // adstock, 1 = the planned sum every week for ever
	promise float64
}

// Press implements sim.Presser. Spending changes from week to week.
func (a *advertising) Press(h *sim.Hazards, now float64) {
	week := int(now + 1e-9) // steps are sums of rounded parts of a week
	if week == a.week {
		return
	}
	a.week = week
	running := a.running(week)
	a.stock *= a.CarryOver
	if running {
		spent := a.afford(a.SpendPerWeek, a.m.Spent(a.account))
		if a.grant != nil {
			spent = a.granted(week) - a.m.Spent(a.account)
		}
		a.m.Spend(a.account, spent)
		a.stock += (1 - a.CarryOver) * done(spent, a.SpendPerWeek)
	}
	effect := a.response(a.stock / a.share)
	h.Set(a.notice, a.Rate*effect)
	for _, p := range a.remind {
		h.Set(p, a.Remind*effect)
	}
	a.m.Promise -= a.promise
	a.promise = 0
	if running {
		a.promise = a.Promise
	}
	a.m.Promise += a.promise
}

// done returns how much of what was planned was spent, 1 if it is all.
func done(spent, planned float64) float64 {
	if spent == planned {
		return 1
	}
	return spent / planned
}

func (a *advertising) running(week int) bool {
	return a.on(float64(week), a.m.Spent(a.account)) && a.inFlight(week)
}

func (a *Advertising) inFlight(week int) bool {
	cycle := a.WeeksOn + a.WeeksOff
	return a.WeeksOn == 0 || cycle == 0 || (week-int(math.Ceil(a.From)))%cycle < a.WeeksOn
}

// response is the effect of the adstock a head, 1 at the planned sum for
// everybody for ever; without saturation it is the adstock.
func (a *advertising) response(stock float64) float64 {
	if a.HalfSaturation == 0 || stock == 0 {
		return stock
	}
	x := chance.Pow(stock/a.HalfSaturation, a.Saturation)
	one := chance.Pow(1/a.HalfSaturation, a.Saturation)
	return x / (1 + x) * (1 + one) / one
}
