package mechanism

import (
	"grapevine/chance"
	"grapevine/sim"
)

// Service answers customers who had a bad experience. A case is opened at the
// purchase, answered after a delay, and put right with some probability, which
// mends satisfaction (service recovery; Hart, Heskett & Sasser 1990).
type Service struct {
	Dates
	ResponseWeeks float64 `toml:"response_weeks" unit:"weeks" default:"1" range:"(0,)" doc:"Mean time to an answer."`
	FixRate       float64 `toml:"fix_rate" default:"0.6" range:"[0,1]" doc:"Share of cases that are put right."`
	Complain      float64 `toml:"complain" default:"0.4" range:"[0,1]" doc:"Share of customers with a bad experience who say so to the brand."`
	Repair        float64 `toml:"repair" default:"0.5" range:"[0,2]" doc:"How much a case put right lifts satisfaction."`
	FollowUp      float64 `toml:"follow_up" default:"0" range:"[0,1]" doc:"Share of buyers whom the brand asks after the purchase how it was: a bad experience becomes a case, and being asked lifts the bond as being heard does."`
	Recognition   float64 `toml:"recognition" default:"0.05" range:"[0,1]" doc:"How much being heard lifts the bond, put right or not."`
	CostPerCase   float64 `toml:"cost_per_case" unit:"money" default:"6" range:"[0,)" doc:"Cost of an answer."`
	CostPerAsk    float64 `toml:"cost_per_follow_up" unit:"money" default:"0" range:"[0,)" doc:"Cost of asking one buyer."`
	CostPerWeek   float64 `toml:"cost_per_week" unit:"money" default:"0" range:"[0,)" doc:"Standing cost of the service."`

	capacity float64 // cases a week that a sum from [budget] pays for
}

// Check implements sim.Mechanism.
func (v *Service) Check(*sim.Plan) []error { return v.check() }

// Tallies implements sim.Tallier.
func (v *Service) Tallies() []sim.Tally {
	return []sim.Tally{
		{Name: "complaints", Doc: "cases opened by customers with a bad experience"},
		{Name: "repairs", Doc: "cases put right"},
		{Name: "follow_ups", Doc: "buyers asked after the purchase how it was"},
	}
}

// Enter implements sim.Mechanism.
func (v *Service) Enter(m *sim.Market) any {
	r := &service{
		Service: v, m: m, open: make([]bool, m.Plan.Customers), pace: 1 / v.ResponseWeeks,
		account:    m.NewAccount(),
		complaints: m.NewTally(v.Tallies()[0]), repairs: m.NewTally(v.Tallies()[1]), asked: m.NewTally(v.Tallies()[2]),
	}
	r.waiting = m.NewClock(sim.OwnClock{
		Name: "answer", Stages: []sim.Stage{sim.Customer, sim.Loyal, sim.Advocate, sim.Lapsed}, Still: true, Ignores: sim.Feelings,
		Rate: func(i int32) float64 {
			if r.open[i] {
				return r.pace
			}
			return 0
		},
		Strike: r.answer,
	})
	if v.grant != nil {
		return &staffed{service: r}
	}
	return r
}

type service struct {
	*Service
	m                   *sim.Market
	open                []bool
	waiting             sim.Clock // of those with an open case
	pace                float64   // hazard of an answer to an open case, 1/week
	account             sim.Account
	complaints, repairs sim.Column
	asked               sim.Column
}

var (
	purposeComplain = chance.NewPurpose("service: complain")
	purposeFix      = chance.NewPurpose("service: fix")
	purposeFollow   = chance.NewPurpose("service: follow up")
)

// Sold implements sim.Seller.
func (r *service) Sold(s *sim.Span, i int32, sale sim.Sale) {
	if !r.on(s.Now(), r.m.Spent(r.account)) {
		return
	}
	asked := r.FollowUp > 0 && r.m.Luck.Uniform(purposeFollow, uint32(i), sale.Count) < r.FollowUp
	if asked {
		s.Count(r.asked, 1)
		r.bill(s, r.CostPerAsk)
		s.Feel(i, 0, r.Recognition*(1-r.m.Bond(i)), 0)
	}
	if sale.Appeal >= 0 {
		return
	}
	if !r.open[i] && (asked || r.m.Luck.Uniform(purposeComplain, uint32(i), sale.Count) < r.Complain) {
		r.open[i] = true
		s.SetClock(i, r.waiting, true)
		s.Count(r.complaints, 1)
	}
}

func (r *service) answer(s *sim.Span, i int32, count uint32) {
	r.open[i] = false
	s.SetClock(i, r.waiting, false)
	r.bill(s, r.CostPerCase)
	repair := 0.0
	if r.m.Luck.Uniform(purposeFix, uint32(i), count) < r.FixRate {
		repair = r.Repair
		s.Count(r.repairs, 1)
	}
	s.Feel(i, repair, r.Recognition*(1-r.m.Bond(i)), 0)
}

// bill books what one case or question costs, unless those who see to them are
// paid by the week.
func (r *service) bill(s *sim.Span, cost float64) {
	if r.grant == nil {
		s.Spend(r.account, cost)
	}
}

// Week implements sim.Accountant.
func (r *service) Week(m *sim.Market, week int) {
	r.charge(m, r.account, week, r.CostPerWeek)
}

// staffed is a service that can answer so many cases a week and no more.
type staffed struct {
	*service
	week   int
	opened int64 // cases opened in the week, up to the last step
}

// Close implements sim.Closer: those who answer are shared out among the cases
// that wait, and as many as have come in the step.
func (r *staffed) Close(m *sim.Market, _ float64) {
	if week := int(m.Week() + 1e-9); week != r.week {
		r.week, r.opened = week, 0
	}
	opened := m.Level(r.complaints)
	cases := float64(opened - r.opened)
	r.opened = opened
	for i, waits := range r.open {
		if waits {
			m.Settle(int32(i))
			cases++
		}
	}
	r.pace = 1 / r.ResponseWeeks
	if cases > 0 {
		r.pace = min(r.pace, r.capacity/cases)
	}
}
