package mechanism

import (
	"math"

	"grapevine/chance"
	"grapevine/sim"
)

// Crisis is a failure that breaks out on a day: it hits some of those who are
// customers, everybody meets a worse quality until the cause is put right, the
// brand is less open than usual until it answers, and the news make the rounds
// (brand crises and firestorms: Hansen, Kupfer & Hennig-Thurau 2018; answers
// to them: Herhausen et al. 2019). News hold back those who are about to buy
// and make customers doubt; they live longer while the brand keeps silent. The
// hit speak badly as all the dissatisfied do. Amends made in person may leave
// them better disposed than before (the service recovery paradox: McCollough &
// Bharadwaj 1992).
type Crisis struct {
	From          float64 `toml:"from" unit:"weeks" default:"30" range:"[0,)" doc:"Week in which it breaks out."`
	Hit           float64 `toml:"hit" default:"0.25" range:"[0,1]" doc:"Share of the customers of that day whom the failure hits."`
	Hurt          float64 `toml:"hurt" default:"0.8" range:"[0,2]" doc:"Satisfaction that they lose."`
	QualityLoss   float64 `toml:"quality_loss" default:"0.2" range:"[0,1]" doc:"How much worse a quality everybody meets until the cause is put right."`
	FixWeeks      float64 `toml:"fix_weeks" unit:"weeks" default:"8" range:"[0,)" doc:"Time until the cause is put right."`
	Hiding        float64 `toml:"hiding" default:"0.4" range:"[0,1]" doc:"How much less open than usual the brand is until it answers; the trust of those who buy follows."`
	AnswerWeeks   float64 `toml:"answer_weeks" unit:"weeks" default:"3" range:"[0,)" doc:"Time until the brand answers in public."`
	News          float64 `toml:"news" unit:"1/week" default:"0.15" range:"[0,1000]" doc:"How often somebody who knows the brand comes across the news while they are fresh."`
	HalfLife      float64 `toml:"news_half_life" unit:"weeks" default:"2" range:"(0,)" doc:"Time in which half of the news is gone, once the brand has answered."`
	Silence       float64 `toml:"silence" default:"3" range:"[1,)" doc:"How many times as long they live while it has not."`
	Deter         float64 `toml:"deter" default:"0.15" range:"[0,)" doc:"Resistance that coming across the news adds to the next step of those who know the brand and have not bought."`
	Doubt         float64 `toml:"doubt" default:"0.1" range:"[0,1]" doc:"Satisfaction that a customer loses by it."`
	TrustLoss     float64 `toml:"trust_loss" default:"0.1" range:"[0,1]" doc:"Share of their trust that both lose by it."`
	Buffer        float64 `toml:"buffer" default:"0" range:"[0,1]" doc:"Share of doubt, deterrence and loss of trust by the news that somebody who trusts the brand fully is spared, and others as far as they do."`
	Notoriety     float64 `toml:"notoriety" unit:"1/week" default:"0" range:"[0,)" doc:"Hazard with which fresh news make the brand known to those who did not know it (any publicity is good publicity: Berger, Sorensen & Rasmussen 2010)."`
	Amends        float64 `toml:"amends" default:"0" range:"[0,1]" doc:"Share of those hit to whom the brand makes amends in person, once it has answered."`
	AmendsWeeks   float64 `toml:"amends_weeks" unit:"weeks" default:"2" range:"(0,)" doc:"Mean time from the answer until it reaches one of them."`
	Repair        float64 `toml:"repair" default:"0.8" range:"[0,2]" doc:"Satisfaction that amends give back."`
	Recognition   float64 `toml:"recognition" default:"0.2" range:"[0,1]" doc:"How much amends lift the bond."`
	CostPerAmends float64 `toml:"cost_per_amends" unit:"money" default:"15" range:"[0,)" doc:"Cost of amends to one customer."`
	CostPerWeek   float64 `toml:"cost_per_week" unit:"money" default:"0" range:"[0,)" doc:"Cost of the crisis until the cause is put right: staff, stock withdrawn."`
	FixCost       float64 `toml:"fix_cost" unit:"money" default:"0" range:"[0,)" doc:"Cost of putting the cause right, once."`
	Budget        float64 `toml:"budget" unit:"money" default:"0" range:"[0,)" doc:"What answers and amends may cost altogether; no more amends are made when the money is spent. 0 is no limit."`
}

// Check implements sim.Mechanism.
func (c *Crisis) Check(*sim.Plan) []error { return nil }

// Tallies implements sim.Tallier.
func (c *Crisis) Tallies() []sim.Tally {
	return []sim.Tally{
		{Name: "crisis_hit", Doc: "customers hit by the failure"},
		{Name: "crisis_news", Doc: "times that somebody who knows the brand came across the bad news"},
		{Name: "crisis_amends", Doc: "customers hit to whom the brand made amends"},
	}
}

// Enter implements sim.Mechanism.
func (c *Crisis) Enter(m *sim.Market) any {
	r := &crisis{Crisis: c, m: m, account: m.NewAccount(), source: m.Source("crisis")}
	for k, col := range []*sim.Column{&r.hits, &r.read, &r.mended} {
		*col = m.NewTally(c.Tallies()[k])
	}
	r.dates = Dates{From: c.From, Budget: c.Budget}
	if r.dates.never(m.Plan) {
		return nil
	}
	r.notice = m.Pressure(r.source, sim.Notice, 0)
	r.hit = make([]bool, m.Plan.Customers)
	r.amends = m.NewClock(sim.OwnClock{
		Name: "amends", Stages: []sim.Stage{sim.Customer, sim.Loyal, sim.Advocate, sim.Lapsed}, Still: true, Ignores: sim.Feelings,
		Rate: func(i int32) float64 {
			if r.hit[i] && r.answered && c.Amends > 0 {
				return 1 / c.AmendsWeeks
			}
			return 0
		},
		Strike: r.amend,
	})
	return r
}

type crisis struct {
	*Crisis
	m       *sim.Market
	dates   Dates
	account sim.Account
	source  sim.Source
	notice  sim.Pressure
	hit     []bool    // and no amends made yet
	amends  sim.Clock // of those hit, once the brand has answered

	broken   bool // it has broken out
	answered bool
	fixed    bool
	rife     bool // news can be come across

	next  float64 // the place of the next customer who comes across the news
	count uint32  // draws of it

	hits, read, mended sim.Column
}

var (
	purposeHit    = chance.NewPurpose("crisis: hit")
	purposeNews   = chance.NewPurpose("crisis: comes across the news")
	purposeAmends = chance.NewPurpose("crisis: amends")
)

// stale is how little is left of what fades when it counts for nothing: of the
// news, of what a tie's exit tells (churn), of a feeling (emotion).
const stale = 0.02

// fresh returns how much of the news is left in a week, 1 on the day.
func (c *Crisis) fresh(week float64) float64 {
	age := max(0, week-c.From)
	silent := min(age, c.AnswerWeeks)
	return chance.Exp(-math.Ln2 / c.HalfLife * (silent/c.Silence + age - silent))
}

// Close implements sim.Closer: the crisis takes its course.
func (r *crisis) Close(m *sim.Market, _ float64) {
	now := m.Week() + 1e-9 // steps are rounded parts of a week
	if now < r.From || r.fixed && r.answered && r.broken && !r.rife {
		return
	}
	if !r.broken {
		r.broken = true
		r.strike()
		m.Bonus -= r.QualityLoss
	}
	if !r.fixed && now >= r.From+r.FixWeeks {
		r.fixed = true
		m.Bonus += r.QualityLoss
		m.Spend(r.account, r.dates.afford(r.FixCost, m.Spent(r.account)))
	}
	if !r.answered && now >= r.From+r.AnswerWeeks {
		for i, hit := range r.hit {
			if hit && r.Amends > 0 {
				m.SetClock(int32(i), r.amends, true)
			}
		}
		r.answered = true
	}
	if r.rife {
		r.spread(m)
	}
	r.rife = r.News > 0 && r.fresh(now) > stale
}

// spread has people come across the news in a step. How many customers on the
// next one is, is exponential, as if all clocks of the news stood in a row; and
// the row is drawn as if they were fresh, so that much of it stays the same
// however soon the brand answers.
func (r *crisis) spread(m *sim.Market) {
	each := r.News * m.Dt()
	fresh := r.fresh(m.Week() + m.Dt()/2)
	n := float64(m.Customers())
	for ; r.next < n; r.count++ {
		u, v := m.Luck.Uniforms(purposeNews, 0, r.count)
		if i := int32(r.next); r.count > 0 && v < fresh && m.Stage(i) != sim.Unaware && m.Stage(i) < sim.Lapsed {
			r.hear(m, i)
		}
		r.next -= chance.Log(u) / each
	}
	r.next -= n
}

// strike hits some of the customers of the day.
func (r *crisis) strike() {
	if r.Hit == 0 {
		return
	}
	for i := range int32(r.m.Customers()) {
		if r.m.HasBought(i) && r.m.Luck.Uniform(purposeHit, uint32(i), 0) < r.Hit {
			r.hit[i] = true
			r.m.Count(r.hits, 1)
			r.m.Feel(i, -r.Hurt, 0, 0)
		}
	}
}

// Press implements sim.Presser.
func (r *crisis) Press(h *sim.Hazards, week float64) {
	rate := 0.0
	if r.broken && r.Notoriety > 0 {
		rate = r.Notoriety * r.fresh(week)
	}
	h.Set(r.notice, rate)
}

// hear has a customer come across the news.
func (r *crisis) hear(m *sim.Market, i int32) {
	m.Count(r.read, 1)
	spared := 1 - float64(r.Buffer*m.Trust(i))
	doubt := 0.0
	if m.HasBought(i) {
		doubt = r.Doubt * spared
	} else {
		m.Push(i, r.source, -1, -r.Deter*spared)
	}
	m.Feel(i, -doubt, 0, -r.TrustLoss*m.Trust(i)*spared)
}

func (r *crisis) amend(s *sim.Span, i int32, _ uint32) {
	r.hit[i] = false
	s.SetClock(i, r.amends, false)
	if r.m.Luck.Uniform(purposeAmends, uint32(i), 0) >= r.Amends || !r.dates.on(s.Now(), r.m.Spent(r.account)) {
		return
	}
	s.Count(r.mended, 1)
	s.Spend(r.account, r.CostPerAmends)
	s.Feel(i, r.Repair, r.Recognition*(1-r.m.Bond(i)), 0)
}

// Sold implements sim.Seller: who buys from a brand that hides something
// notices.
func (r *crisis) Sold(s *sim.Span, i int32, _ sim.Sale) {
	if r.broken && !r.answered && r.Hiding > 0 {
		s.Feel(i, 0, 0, -r.m.Plan.Attitudes.TrustGain*r.Hiding)
	}
}

// Week implements sim.Accountant.
func (r *crisis) Week(m *sim.Market, week int) {
	if begun := float64(week - 1); begun < r.From+r.FixWeeks {
		r.dates.charge(m, r.account, week, r.CostPerWeek)
	}
}
