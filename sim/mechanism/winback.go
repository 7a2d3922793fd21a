package mechanism

import (
	"grapevine/chance"
	"grapevine/sim"
)

// Winback is asking those who have left to come back, with an offer if the
// brand will. Those who were satisfied are easier to regain than those who
// left in anger (Kumar, Bhagwat & Zhang 2015; Thomas, Blattberg & Fox 2004 on
// the price of the offer). It presses on returning; whoever considers the
// brand again still has to decide.
type Winback struct {
	Dates
	After          float64 `toml:"after" unit:"weeks" default:"4" range:"[0,)" doc:"Time since leaving before which nobody is asked."`
	Rate           float64 `toml:"rate" unit:"1/week" default:"0.1" range:"[0,)" doc:"How often one of those who left is asked."`
	Most           int     `toml:"most" default:"6" range:"[0,)" doc:"How often somebody is asked at the most; 0 is no limit."`
	Persuasion     float64 `toml:"persuasion" default:"0.05" range:"[0,1]" doc:"Probability that asking makes somebody who felt nothing much consider the brand again."`
	Satisfied      float64 `toml:"satisfied" default:"1" range:"[0,)" doc:"Coefficient of satisfaction in that."`
	Discount       float64 `toml:"discount" default:"0" range:"[0,1)" doc:"Share by which the first purchase after coming back is cheaper, for those who were asked."`
	CostPerContact float64 `toml:"cost_per_contact" unit:"money" default:"0.5" range:"[0,)" doc:"Cost of asking somebody once."`
	CostPerWeek    float64 `toml:"cost_per_week" unit:"money" default:"0" range:"[0,)" doc:"Standing cost of the programme."`
}

// Check implements sim.Mechanism.
func (b *Winback) Check(*sim.Plan) []error { return b.check() }

// Tallies implements sim.Tallier.
func (b *Winback) Tallies() []sim.Tally {
	return []sim.Tally{
		{Name: "winback_contacts", Doc: "times that somebody who had left was asked to come back"},
		{Name: "won_back", Doc: "purchases with which somebody who had been asked came back"},
	}
}

// Enter implements sim.Mechanism.
func (b *Winback) Enter(m *sim.Market) any {
	r := &winback{Winback: b, m: m, source: m.Source("winback"), account: m.NewAccount()}
	r.contacts, r.back = m.NewTally(b.Tallies()[0]), m.NewTally(b.Tallies()[1])
	if b.never(m.Plan) {
		return nil
	}
	r.left, r.asked = make([]float32, m.Plan.Customers), make([]uint16, m.Plan.Customers)
	m.NewClock(sim.OwnClock{
		Name: "ask", Stages: []sim.Stage{sim.Lapsed}, Ignores: sim.Feelings,
		Rate: func(i int32) float64 {
			if !m.OptsIn(i) {
				return 0
			}
			return b.Rate
		},
		Strike: r.ask,
	})
	return r
}

type winback struct {
	*Winback
	m       *sim.Market
	source  sim.Source
	account sim.Account

	left  []float32 // when one left the last time
	asked []uint16  // how often one was asked since

	contacts, back sim.Column
}

func (r *winback) ask(s *sim.Span, i int32, _ uint32) {
	if s.Now() < float64(r.left[i])+r.After || r.Most > 0 && int(r.asked[i]) >= r.Most || !r.on(s.Now(), r.m.Spent(r.account)) {
		return
	}
	r.asked[i]++
	s.Count(r.contacts, 1)
	s.Spend(r.account, r.CostPerContact)
	s.Push(i, r.source, -1, impulse(r.Persuasion)*chance.Exp(r.Satisfied*r.m.Satisfaction(i)))
}

// Discount implements sim.Discounter.
func (r *winback) Discount(_ *sim.Span, i int32) float64 {
	if r.asked[i] > 0 {
		return r.Winback.Discount
	}
	return 0
}

// Sold implements sim.Seller: the offer is for one purchase.
func (r *winback) Sold(s *sim.Span, i int32, _ sim.Sale) {
	if r.asked[i] > 0 {
		r.asked[i] = 0
		s.Count(r.back, 1)
	}
}

// Moved implements sim.Mover.
func (r *winback) Moved(s *sim.Span, i int32, _, to sim.Stage) {
	if to == sim.Lapsed {
		r.left[i], r.asked[i] = float32(s.Now()), 0
	}
}

// Week implements sim.Accountant.
func (r *winback) Week(m *sim.Market, week int) {
	r.charge(m, r.account, week, r.CostPerWeek)
}
