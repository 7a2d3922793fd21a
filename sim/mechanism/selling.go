package mechanism

import (
	"grapevine/chance"
	"grapevine/sim"
)

// Selling is peer-to-peer sales: some customers sell to their ties and are paid
// a commission on what those buy. Whoever was the last to pitch to somebody
// before the first purchase is the seller of all of it for a while (direct
// selling: Peterson & Wotruba 1996; the market in the tie: Frenzen & Davis
// 1990). A pitch is a word for a reward, on the terms of incentive.
type Selling struct {
	Dates
	Sellers         float64 `toml:"sellers" default:"0.05" range:"[0,1]" doc:"Share of customers who sell, of those who take part in programmes at all."`
	Pitches         float64 `toml:"pitches" unit:"1/week" default:"0.5" range:"[0,)" doc:"How often a seller without a bond pitches to a tie; the fully bonded do twice as often."`
	Persuasion      float64 `toml:"persuasion" default:"0.08" range:"[0,1]" doc:"Probability that a pitch persuades an unaware hearer who trusts the tie, if it were not paid for."`
	Paid            float64 `toml:"seems_paid" default:"0.5" range:"[0,1]" doc:"Share of that which is lost because the hearer knows that the seller earns by it."`
	Commission      float64 `toml:"commission" default:"0.15" range:"[0,1]" doc:"Share of the price that the seller is paid."`
	CommissionWeeks float64 `toml:"commission_weeks" unit:"weeks" default:"52" range:"[0,)" doc:"How long from the first purchase the seller is paid."`
	Erosion         float64 `toml:"erosion" default:"0.3" range:"[0,)" doc:"Authenticity lost if all customers of the market heard one pitch."`
	Kit             float64 `toml:"cost_per_seller" unit:"money" default:"10" range:"[0,)" doc:"Cost of equipping a seller, once."`
	CostPerWeek     float64 `toml:"cost_per_week" unit:"money" default:"50" range:"[0,)" doc:"Cost of running the programme."`
}

// Check implements sim.Mechanism.
func (e *Selling) Check(*sim.Plan) []error { return e.check() }

// Tallies implements sim.Tallier.
func (e *Selling) Tallies() []sim.Tally {
	return []sim.Tally{
		{Name: "sellers", Doc: "customers who began to sell"},
		{Name: "pitches", Doc: "pitches by customers who sell"},
		{Name: "peer_sales", Doc: "purchases on which a customer who sells is paid a commission"},
	}
}

// Enter implements sim.Mechanism.
func (e *Selling) Enter(m *sim.Market) any {
	r := &selling{Selling: e, m: m, desk: m.NewDesk(), kind: m.NewKind(), source: m.Source("selling"), account: m.NewAccount(), terms: termsOf(m.Plan)}
	for k, c := range []*sim.Column{&r.began, &r.pitched, &r.sales} {
		*c = m.NewTally(e.Tallies()[k])
	}
	if e.never(m.Plan) {
		return nil
	}
	n := m.Plan.Customers
	r.sells, r.by, r.since = make([]bool, n), make([]int32, n), make([]float32, n)
	for i := range r.by {
		r.by[i] = nobody
	}
	r.selling = m.NewClock(sim.OwnClock{
		Name: "pitch", Stages: havingStages, Still: true, Ignores: sim.FeelsTrust,
		Rate: func(i int32) float64 {
			if !r.sells[i] || m.Detractor(i) {
				return 0
			}
			return e.Pitches * (1 + m.Bond(i))
		},
		Strike: r.pitch,
	})
	return r
}

type selling struct {
	*Selling
	m       *sim.Market
	desk    sim.Desk
	kind    uint8
	source  sim.Source
	account sim.Account
	terms   terms
	selling sim.Clock // of those who sell

	sells []bool    // by customer
	by    []int32   // who was the last to pitch before the first purchase, or nobody
	since []float32 // the first purchase; 0 before

	began, pitched, sales sim.Column
}

var (
	purposeSells = chance.NewPurpose("selling: who sells")
	purposePitch = chance.NewPurpose("selling: to whom")
)

func (r *selling) pitch(s *sim.Span, i int32, count uint32) {
	if !r.on(s.Now(), r.m.Spent(r.account)) {
		return
	}
	to, layer, ok := r.m.Tie(purposePitch, i, count)
	if !ok {
		return
	}
	s.Count(r.pitched, 1)
	s.Report(r.desk, sim.Report{Who: i})
	believed := r.m.Plan.Layers[layer].Trust * r.m.Authenticity * (1 - r.terms.seems(r.Paid))
	s.Say(sim.Word{To: to, From: i, Kind: r.kind, Source: r.source, Flags: r.terms.flags(), Weight: float32(impulse(r.Persuasion) * believed)})
}

// Heard implements sim.Hearer.
func (r *selling) Heard(_ *sim.Span, w sim.Word) {
	if w.Kind == r.kind && r.since[w.To] == 0 {
		r.by[w.To] = w.From
	}
}

// Sold implements sim.Seller.
func (r *selling) Sold(s *sim.Span, i int32, sale sim.Sale) {
	if sale.First {
		r.since[i] = float32(max(s.Now(), 1e-6))
	}
	if !r.on(s.Now(), r.m.Spent(r.account)) {
		return
	}
	if r.by[i] >= 0 && s.Now() <= float64(r.since[i])+r.CommissionWeeks {
		s.Count(r.sales, 1)
		s.Spend(r.account, r.terms.costs(r.m.Plan, r.Commission*float64(sale.Price)/100))
	}
	if !r.sells[i] && r.m.OptsIn(i) && r.m.Luck.Uniform(purposeSells, uint32(i), 0) < r.Sellers {
		s.Feel(i, 0, 0, 0) // brings the clocks up to date: the one of pitches begins to run
		r.sells[i] = true
		s.SetClock(i, r.selling, true)
		s.Count(r.began, 1)
		s.Spend(r.account, r.Kit)
	}
}

// Close implements sim.Closer: pitches wear authenticity down.
func (r *selling) Close(m *sim.Market, _ float64) {
	heard := 0.0
	m.Reports(r.desk, func(sim.Report) { heard++ })
	if heard > 0 {
		m.Authenticity *= chance.Exp(-r.Erosion * r.terms.wears(r.Paid) * heard / float64(m.Customers()))
	}
}

// Week implements sim.Accountant.
func (r *selling) Week(m *sim.Market, week int) {
	r.charge(m, r.account, week, r.CostPerWeek)
}
