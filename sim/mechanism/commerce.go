package mechanism

import (
	"errors"
	"slices"

	"grapevine/chance"
	"grapevine/sim"
)

// Commerce is community commerce proper: members of the community buy among
// peers. What peers have bought lately moves those who consider (social
// proof), and when enough neighbours buy within a window, the price falls for
// all of them (group offers, a threshold). It needs a community.
type Commerce struct {
	Dates
	Proof       float64    `toml:"proof" default:"4" range:"[0,)" doc:"Social proof: hazard of deciding, per week, that a member would add if all other members bought this week."`
	Group       GroupOffer `toml:"group_offer"`
	CostPerWeek float64    `toml:"cost_per_week" unit:"money" default:"50" range:"[0,)" doc:"Cost of the shop in the community."`
	Fee         float64    `toml:"fee" default:"0" range:"[0,1]" doc:"Share of a member's purchase that the platform keeps."`
}

// GroupOffer is a price that falls when enough neighbours buy.
type GroupOffer struct {
	Size     int     `toml:"size" unit:"customers" default:"5" range:"[1,)" doc:"Purchases by members of a circle within the window that unlock the lower price."`
	Circle   int     `toml:"circle" unit:"customers" default:"200" range:"[1,)" doc:"Neighbouring customers from whom the members of a circle come."`
	Window   float64 `toml:"window" unit:"weeks" default:"4" range:"(0,)" doc:"Length of an offer; then counting starts anew."`
	Discount float64 `toml:"discount" default:"0.1" range:"[0,1)" doc:"Share by which the price falls; 0 is no group offers."`
}

// Check implements sim.Mechanism.
func (e *Commerce) Check(p *sim.Plan) []error {
	faults := e.check()
	if !slices.ContainsFunc(p.Mechanisms, func(n sim.Named) bool { _, ok := n.Mechanism.(*Community); return ok }) {
		faults = append(faults, errors.New("commerce needs a community, whose members buy: want a [community] table beside it"))
	}
	return faults
}

// Tallies implements sim.Tallier.
func (e *Commerce) Tallies() []sim.Tally {
	return []sim.Tally{
		{Name: "member_sales", Doc: "purchases by members of the community"},
		{Name: "group_offers", Doc: "group offers unlocked"},
	}
}

// Enter implements sim.Mechanism.
func (e *Commerce) Enter(m *sim.Market) any {
	circles := (m.Plan.Customers + e.Group.Circle - 1) / e.Group.Circle
	r := &commerce{
		Commerce: e, m: m, desk: m.NewDesk(), account: m.NewAccount(),
		proof: m.Pressure(m.Source("commerce"), sim.Decide, sim.Member),
		sold:  make([]int, circles), unlocked: make([]bool, circles),
		factor: make([]float64, max(1, len(m.Plan.Segments))),
	}
	r.members = m.NewTally(sim.Tally{Name: "members", Stock: true})
	r.sales, r.offers = m.NewTally(e.Tallies()[0]), m.NewTally(e.Tallies()[1])
	for k := range r.factor {
		r.factor[k] = m.Plan.Product.Demand(1-e.Group.Discount, m.Sensitivity(k))
	}
	return r
}

type commerce struct {
	*Commerce
	m        *sim.Market
	desk     sim.Desk
	account  sim.Account
	proof    sim.Pressure
	sold     []int  // by circle, in the present window
	unlocked []bool // by circle
	recent   float64
	window   int
	buyers   [][]int32 // by circle, in the present window, if anybody wants to know
	factor   []float64 // of the hazard of buying at the lower price, by segment

	members, sales, offers sim.Column
}

func (r *commerce) offered(i int32) bool {
	return r.unlocked[int(i)/r.Group.Circle] && r.m.Has(i, sim.Member)
}

// Sways implements sim.StageSwayer.
func (r *commerce) Sways() []sim.Stage { return append([]sim.Stage{sim.Considering}, havingStages...) }

// Sway implements sim.Swayer: the lower price speeds up purchases.
func (r *commerce) Sway(m *sim.Market, i int32, rate *sim.Rate) {
	if !r.offered(i) {
		return
	}
	f := r.factor[m.Segment(i)]
	if rate.Stage == sim.Considering {
		rate.Of[sim.Forward] *= f
	}
	rate.Of[sim.Buy] *= f
}

// Discount implements sim.Discounter.
func (r *commerce) Discount(_ *sim.Span, i int32) float64 {
	if r.offered(i) {
		return r.Group.Discount
	}
	return 0
}

// Sold implements sim.Seller.
func (r *commerce) Sold(s *sim.Span, i int32, sale sim.Sale) {
	if !r.m.Has(i, sim.Member) || !r.on(s.Now(), r.m.Spent(r.account)) {
		return
	}
	s.Count(r.sales, 1)
	s.Report(r.desk, sim.Report{Who: i})
	s.Spend(r.account, r.Fee*float64(sale.Price)/100)
}

// Close implements sim.Closer: counts the circles' purchases, unlocks offers
// and lets them end.
func (r *commerce) Close(m *sim.Market, week float64) {
	r.recent *= chance.Exp(-m.Dt()) // purchases of about the last week
	running := r.on(week, m.Spent(r.account)) && r.Group.Discount > 0
	if r.buyers == nil && m.Watched() {
		r.buyers = make([][]int32, len(r.sold))
	}
	m.Reports(r.desk, func(b sim.Report) {
		r.recent++
		c := int(b.Who) / r.Group.Circle
		r.sold[c]++
		if r.buyers != nil {
			r.buyers[c] = append(r.buyers[c], b.Who)
		}
		if running && !r.unlocked[c] && r.sold[c] >= r.Group.Size {
			m.Count(r.offers, 1)
			r.turn(c, true)
		}
	})
	if w := int(week / r.Group.Window); w != r.window || !running {
		r.window = w
		clear(r.sold)
		for c, on := range r.unlocked {
			if on {
				r.turn(c, false)
				r.bought(m, c)
			}
		}
		for c := range r.buyers {
			r.buyers[c] = r.buyers[c][:0]
		}
	}
}

// bought tells who has bought in an offer that has come to its end.
func (r *commerce) bought(m *sim.Market, circle int) {
	if r.buyers != nil {
		slices.Sort(r.buyers[circle])
		m.Together(sim.Purchase, slices.Compact(r.buyers[circle]))
	}
}

// turn switches a circle's lower price on or off. Those it sways are settled
// first, so that the change works from now on only.
func (r *commerce) turn(circle int, on bool) {
	low := circle * r.Group.Circle
	for i := low; i < min(low+r.Group.Circle, r.m.Customers()); i++ {
		if r.m.Has(int32(i), sim.Member) {
			if on {
				r.m.Settle(int32(i))
			} else {
				r.m.Ease(int32(i))
			}
		}
	}
	r.unlocked[circle] = on
}

// Press implements sim.Presser.
func (r *commerce) Press(h *sim.Hazards, week float64) {
	rate := 0.0
	if members := r.m.Level(r.members); members > 0 && r.on(week, r.m.Spent(r.account)) {
		rate = r.Proof * r.recent / float64(members)
	}
	h.Set(r.proof, rate)
}

// Week implements sim.Accountant.
func (r *commerce) Week(m *sim.Market, week int) {
	r.charge(m, r.account, week, r.CostPerWeek)
}
