package mechanism

import (
	"math"

	"grapevine/chance"
	"grapevine/sim"
)

// Content is user-generated content: a campaign moves satisfied customers to
// post; posts persist, fade, are found by others and persuade them. Prizes
// draw more posts and make them less believable.
type Content struct {
	Dates
	Rate         float64 `toml:"rate" unit:"1/week" default:"0.02" range:"[0,)" doc:"Posts of a fully satisfied customer while the campaign runs, without prizes."`
	Satisfied    float64 `toml:"satisfied" default:"0.2" range:"[-1,1]" doc:"Satisfaction from which customers take part."`
	HalfLife     float64 `toml:"half_life" unit:"weeks" default:"4" range:"(0,)" doc:"Time in which half of the posts are found no more."`
	Rediscover   float64 `toml:"rediscover" unit:"1/week" default:"0" range:"[0,)" doc:"Rate at which posts that were found no more come up again."`
	Views        float64 `toml:"views" unit:"1/week" default:"20" range:"[0,)" doc:"People who come across a live post in a week."`
	Persuasion   float64 `toml:"persuasion" default:"0.01" range:"[0,1]" doc:"Probability that coming across a post moves somebody one step on."`
	Prizes       float64 `toml:"prizes_per_week" unit:"money" default:"0" range:"[0,)" doc:"Prizes given out."`
	PrizeLift    float64 `toml:"prize_lift" default:"1" range:"[0,)" doc:"How much large prizes raise posting: 1 doubles it."`
	HalfLift     float64 `toml:"half_lift" unit:"money" default:"500" range:"(0,)" doc:"Prizes per week with half of that effect."`
	Authenticity float64 `toml:"authenticity_loss" default:"0.3" range:"[0,1]" doc:"Share of belief that posts made for large prizes lose."`
	Pride        float64 `toml:"pride" default:"0.03" range:"[0,1]" doc:"How much an own post lifts the bond."`
	CostPerWeek  float64 `toml:"cost_per_week" unit:"money" default:"50" range:"[0,)" doc:"Cost of running the campaign."`
}

// Check implements sim.Mechanism.
func (u *Content) Check(*sim.Plan) []error { return u.check() }

// Tallies implements sim.Tallier.
func (u *Content) Tallies() []sim.Tally {
	return []sim.Tally{{Name: "posts", Doc: "posts by customers outside the community"}}
}

// Enter implements sim.Mechanism.
func (u *Content) Enter(m *sim.Market) any {
	source := m.Source("content")
	r := &content{
		Content: u, m: m, account: m.NewAccount(), posts: m.NewTally(u.Tallies()[0]), desk: m.NewDesk(),
		notice: m.Pressure(source, sim.Notice, 0), consider: m.Pressure(source, sim.Consider, 0),
	}
	if u.never(m.Plan) {
		return nil
	}
	prize := u.Prizes / (u.Prizes + u.HalfLift)
	r.prize, r.terms = prize, termsOf(m.Plan)
	r.belief = 1 - float64(u.Authenticity*r.terms.seems(prize))
	rate := u.Rate * (1 + float64(u.PrizeLift*prize))
	m.NewClock(sim.OwnClock{
		Name: "post", Stages: havingStages, Ignores: sim.FeelsBond | sim.FeelsTrust,
		Rate: func(i int32) float64 {
			if sat := m.Satisfaction(i); sat >= u.Satisfied {
				return rate * max(sat, 0)
			}
			return 0
		},
		Strike: r.post,
	})
	return r
}

type content struct {
	*Content
	m                *sim.Market
	account          sim.Account
	posts            sim.Column
	desk             sim.Desk
	notice, consider sim.Pressure
	belief           float64
	prize            float64 // how large the prizes are, 0 … 1
	terms            terms
	live             float64 // posts that can be found
	buried           float64 // posts that cannot, for now
}

func (r *content) post(s *sim.Span, i int32, _ uint32) {
	if !r.on(s.Now(), r.m.Spent(r.account)) {
		return
	}
	s.Count(r.posts, 1)
	s.Report(r.desk, sim.Report{Who: i})
	s.Feel(i, 0, r.Pride*(1-r.m.Bond(i)), 0)
}

// Close implements sim.Closer.
func (r *content) Close(m *sim.Market, _ float64) {
	found := float64(r.live * chance.Exp(-m.Dt()/r.HalfLife*math.Ln2))
	if r.Rediscover > 0 {
		again := float64(r.buried * (1 - chance.Exp(-r.Rediscover*m.Dt())))
		r.buried += r.live - found - again
		found += again
	}
	r.live = found
	m.Reports(r.desk, func(sim.Report) { r.live++ })
	if r.terms.Incentive != nil && r.prize > 0 {
		met := r.live * r.Views / float64(m.Customers()) * m.Dt()
		m.Authenticity *= chance.Exp(-r.terms.Prizes * r.terms.wears(r.prize) * met)
	}
}

// Press implements sim.Presser.
func (r *content) Press(h *sim.Hazards, _ float64) {
	met := r.live * r.Views / float64(r.m.Customers()) * r.belief * impulse(r.Persuasion)
	if r.terms.Incentive != nil {
		met *= r.m.Authenticity // as with all who speak for the brand
	}
	h.Set(r.notice, met)
	h.Set(r.consider, met)
}

// Week implements sim.Accountant.
func (r *content) Week(m *sim.Market, week int) {
	r.charge(m, r.account, week, r.CostPerWeek+r.Prizes)
}
