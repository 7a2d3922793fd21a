package mechanism

import (
	"errors"
	"math"

	"grapevine/chance"
	"grapevine/sim"
)

// Churn says what makes some customers leave sooner than others, beyond what
// they feel. Customers may differ for good: then those who stay are those who
// were likely to, and the rate of leaving falls with age without anybody
// changing (shifted-beta-geometric: Fader & Hardie 2007). Who sees a tie leave
// is more likely to follow, for a while, the loyal less so (Nitzan & Libai
// 2011). Who was referred by another customer stays longer while that one does,
// and at first is worth more at each purchase (Schmitt, Skiera & Van den Bulte
// 2011; Van den Bulte, Bayer, Skiera & Schmitt 2018): the referrer is the last
// from whom a good word or an invitation was heard before the first purchase.
// It presses on leaving alone and says nothing to anybody.
type Churn struct {
	Dates
	Variety      Variety `toml:"variety"`
	Contagion    float64 `toml:"contagion" default:"0.8" range:"[0,)" source:"Nitzan & Libai 2011: the exit of a tie raises the hazard by 80 %" doc:"By how much the exit of a fully trusted tie raises the hazard of leaving, relative to what it was."`
	HalfLife     float64 `toml:"contagion_half_life" unit:"weeks" default:"4" range:"(0,)" doc:"Time in which half of that is gone."`
	Loyal        float64 `toml:"contagion_loyal" default:"0.5" range:"[0,1]" doc:"Share of it that loyal customers and advocates feel."`
	Memory       float64 `toml:"referrer_weeks" unit:"weeks" default:"8" range:"[0,)" doc:"How long before the first purchase the last good word may have been heard whose speaker counts as the referrer."`
	Referrer     float64 `toml:"referrer" default:"0.82" range:"[0,)" source:"Schmitt, Skiera & Van den Bulte 2011: referred customers churn 18 % less; only while the referrer stays: Van den Bulte et al. 2018" doc:"What is left of the hazard of leaving of somebody who was referred, while the referrer is a customer."`
	Premium      float64 `toml:"referred_premium" default:"0.25" range:"[0,)" source:"Schmitt, Skiera & Van den Bulte 2011: 25 % more profitable" doc:"How much larger the first purchase of somebody who was referred is."`
	PremiumWeeks float64 `toml:"referred_premium_weeks" unit:"weeks" default:"130" range:"(0,)" source:"Van den Bulte et al. 2018: the margin premium erodes over two to three years" doc:"Time in which e times less of that is left at a purchase."`
}

// Variety is how customers differ in their readiness to leave.
type Variety struct {
	Alpha float64 `toml:"alpha" default:"0" range:"[0,)" doc:"Share of customers like one who leaves within a period is Beta(alpha, beta) distributed; 0 is all alike."`
	Beta  float64 `toml:"beta" default:"0" range:"[0,)" doc:"The other parameter; 0 is all alike."`
	Weeks float64 `toml:"weeks" unit:"weeks" default:"52" range:"(0,)" doc:"Length of that period."`
}

// Check implements sim.Mechanism.
func (c *Churn) Check(p *sim.Plan) []error {
	faults := c.check()
	v := c.Variety
	if (v.Alpha == 0) != (v.Beta == 0) {
		faults = append(faults, errors.New("variety: alpha and beta go together: want both above 0, or both 0 (all alike)"))
	}
	if v.Alpha > 0 && p.Rates.Leave.Customer == 0 {
		faults = append(faults, errors.New("variety is how customers differ from rates.leave.customer, which is 0: want it above 0"))
	}
	return faults
}

// Tallies implements sim.Tallier.
func (c *Churn) Tallies() []sim.Tally {
	return []sim.Tally{
		{Name: "exits_after_exit", Doc: "customers who left after a tie of theirs had, while that still told"},
		{Name: "first_referred", Doc: "first purchases by people who had heard a good word or an invitation lately"},
		{Name: "exits_referred", Doc: "customers who left and had been referred by another customer"},
		{Name: "referrer_active", Stock: true, Doc: "people who bought and were referred by somebody who is a customer now"},
	}
}

// Enter implements sim.Mechanism.
func (c *Churn) Enter(m *sim.Market) any {
	r := &churn{Churn: c, m: m, desk: m.NewDesk()}
	for k, col := range []*sim.Column{&r.after, &r.came, &r.referred, &r.active} {
		*col = m.NewTally(c.Tallies()[k])
	}
	if c.never(m.Plan) {
		return nil
	}
	n := m.Plan.Customers
	if c.Variety.Alpha > 0 {
		r.own = make([]float32, n)
		for i := range r.own {
			r.own[i] = float32(c.Variety.hazard(m.Luck, uint32(i)) / m.Plan.Rates.Leave.Customer)
		}
	}
	r.of = make([]bound, n)
	for i := range r.of {
		r.of[i] = bound{first: nobody, next: nobody, by: nobody}
	}
	r.fade = chance.Exp(-math.Ln2 / c.HalfLife)
	r.live = c.on(0, 0)
	return r
}

type churn struct {
	*Churn
	m    *sim.Market
	desk sim.Desk
	live bool
	fade float64 // of what an exit tells, a week
	week int

	own []float32 // by customer, hazard of leaving relative to the plan's; nil if all are alike
	of  []bound   // by customer

	uneasy []int32 // those to whom an exit still tells something

	after, came, referred, active sim.Column
}

// bound is what binds a customer or loosens.
type bound struct {
	told        float32 // what is left of what a tie's exit tells, 0 … 1
	when        float32 // when by said it; from the first purchase on, when that was
	by          int32   // who said the last good word before the first purchase, or nobody
	first, next int32   // the first whom one has referred, and the next referred by the same
	won         bool    // has bought
	kept        bool    // was referred, by somebody who is a customer
}

var (
	purposeAlpha = chance.NewPurpose("churn: variety alpha")
	purposeBeta  = chance.NewPurpose("churn: variety beta")
)

// hazard draws a customer's hazard of leaving, 1/week: θ ~ Beta(α, β) is the
// probability of leaving within a period, so that the share θ = X/(X+Y) of two
// gamma draws makes the hazard -ln(1-θ) = ln(1 + X/Y) a period.
func (v *Variety) hazard(luck chance.Luck, i uint32) float64 {
	x, y := luck.Gamma(purposeAlpha, i, v.Alpha), luck.Gamma(purposeBeta, i, v.Beta)
	return chance.Log(1+x/y) / v.Weeks
}

// Warm implements sim.Warmer.
func (r *churn) Warm(who []int32) (any int32) {
	for _, i := range who {
		any += int32(r.of[i].by)
	}
	return any
}

// Sways implements sim.StageSwayer.
func (r *churn) Sways() []sim.Stage { return havingStages }

// Sway implements sim.Swayer.
func (r *churn) Sway(_ *sim.Market, i int32, rate *sim.Rate) {
	if !r.live || !having(rate.Stage) {
		return
	}
	f := 1.0
	if r.own != nil {
		f = float64(r.own[i])
	}
	if told := float64(r.of[i].told); told > 0 {
		if rate.Stage != sim.Customer {
			told *= r.Loyal
		}
		f *= 1 + float64(r.Contagion*told)
	}
	if r.of[i].kept {
		f *= r.Referrer
	}
	rate.Of[sim.Leave] *= f
}

// Heard implements sim.Hearer: the last one to speak well of the brand may come
// to be the referrer.
func (r *churn) Heard(_ *sim.Span, w sim.Word) {
	if w.Flags&sim.Bad == 0 && w.Weight > 0 && !r.of[w.To].won {
		r.of[w.To].by, r.of[w.To].when = w.From, float32(r.m.Week())
	}
}

// Sold implements sim.Seller: the referred buy more.
func (r *churn) Sold(s *sim.Span, i int32, sale sim.Sale) {
	if !r.of[i].won {
		r.of[i].won = true
		if r.of[i].by >= 0 && float32(s.Now()) >= r.of[i].when+float32(r.Memory) { // both rounded alike
			r.of[i].by = nobody
		}
		r.of[i].when = float32(s.Now())
		if r.of[i].by >= 0 {
			s.Count(r.came, 1)
			s.Report(r.desk, sim.Report{Who: i, What: referred})
		}
	}
	if r.Premium == 0 || r.of[i].by < 0 || !r.on(s.Now(), 0) {
		return
	}
	more := r.Premium * chance.Exp(-(s.Now()-float64(r.of[i].when))/r.PremiumWeeks)
	s.Further(i, more*float64(sale.Price)/100, more*float64(sale.Cost)/100)
}

// referred is the report of a first purchase by somebody who was referred; the
// other reports are the stages that customers have moved to.
const referred = -1

// Moved implements sim.Mover.
func (r *churn) Moved(s *sim.Span, i int32, _, to sim.Stage) {
	switch to {
	case sim.Customer, sim.Lapsed:
		s.Report(r.desk, sim.Report{Who: i, What: int32(to)})
	}
	if to == sim.Lapsed && r.live {
		if r.of[i].told > 0 {
			s.Count(r.after, 1)
		}
		if r.of[i].by >= 0 {
			s.Count(r.referred, 1)
		}
	}
}

// Close implements sim.Closer: those concerned learn of who has come and gone.
func (r *churn) Close(m *sim.Market, week float64) {
	if live := r.on(week, 0); live != r.live {
		settleAll(m)
		r.live = live
	}
	if w := int(week + 1e-9); w != r.week {
		r.week = w
		r.calm()
	}
	m.Reports(r.desk, func(e sim.Report) {
		here := m.HasBought(e.Who)
		if e.What == referred {
			p := r.of[e.Who].by
			r.of[e.Who].next, r.of[p].first = r.of[p].first, e.Who
			r.keep(e.Who, m.HasBought(p))
			return
		}
		for child := r.of[e.Who].first; child != nobody; child = r.of[child].next {
			r.keep(child, here)
		}
		if sim.Stage(e.What) == sim.Lapsed && !here && r.Contagion > 0 && r.live {
			r.alarm(e.Who)
		}
	})
}

func (r *churn) keep(i int32, on bool) {
	if r.of[i].kept == on {
		return
	}
	if r.Referrer != 1 {
		r.m.Settle(i)
	}
	r.of[i].kept = on
	if on {
		r.m.Count(r.active, 1)
	} else {
		r.m.Count(r.active, -1)
	}
}

// alarm tells the ties of somebody who has left.
func (r *churn) alarm(i int32) {
	for l, g := range r.m.Layers() {
		trust := float32(r.m.Plan.Layers[l].Trust)
		for _, j := range g.Neighbours(i) {
			if trust <= r.of[j].told || !r.m.HasBought(j) {
				continue
			}
			if r.of[j].told == 0 {
				r.uneasy = append(r.uneasy, j)
			}
			r.m.Settle(j)
			r.of[j].told = trust
		}
	}
}

// calm lets a week take its share of what exits tell.
func (r *churn) calm() {
	on := r.uneasy[:0]
	for _, j := range r.uneasy {
		r.m.Ease(j)
		r.of[j].told *= float32(r.fade)
		if r.of[j].told < stale || !r.m.HasBought(j) {
			r.of[j].told = 0
			continue
		}
		on = append(on, j)
	}
	r.uneasy = on
}
