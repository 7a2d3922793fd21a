package mechanism

import (
	"fmt"

	"grapevine/chance"
	"grapevine/sim"
)

// Employees are people of the market who work for the brand. They know and use
// the product, have it for nothing, and speak of it to their own ties beside
// their work, at any stage of the journey and whatever customers feel. Morale
// decides what they say: the happy ones recommend, the unhappy ones warn. They
// are believed more than the brand and, by some, less than a customer, since
// hearers know whom they work for. What the brand writes for them wears
// authenticity down, as with ambassadors. (That employees carry the brand:
// Morhart, Herzog & Tomczak 2009; that much depends on whether they mean it:
// Sirianni et al. 2013.)
type Employees struct {
	Dates
	Target
	Count       int     `toml:"count" unit:"customers" default:"30" range:"[0,)" doc:"How many people of the market work for the brand."`
	Use         bool    `toml:"use" default:"true" doc:"Whether they are given the product before the first week, and so are customers themselves."`
	Words       float64 `toml:"words_per_week" unit:"1/week" default:"1" range:"[0,)" doc:"Conversations about the brand of one who takes part, beside what customers have."`
	Persuasion  float64 `toml:"persuasion" default:"0.07" range:"[0,1]" doc:"Probability that such a word persuades an unaware hearer who trusts the tie."`
	Posts       float64 `toml:"posts_per_week" unit:"1/week" default:"0.1" range:"[0,)" doc:"Posts of one who takes part to all ties of the broadcast network."`
	Broadcast   string  `toml:"broadcast" default:"followers" doc:"Network that posts go out on; without it there are no posts."`
	Reach       float64 `toml:"post_persuasion" default:"0.004" range:"[0,1]" doc:"Probability that a post persuades an unaware follower."`
	Trust       float64 `toml:"trust" default:"0.8" range:"[0,)" doc:"How much is believed of what they say, beside a customer."`
	Morale      float64 `toml:"morale" default:"0.6" range:"[-1,1]" doc:"How they feel about the brand: the share of what they say that is good is (1 + morale)/2."`
	Script      float64 `toml:"script" default:"0.2" range:"[0,1]" doc:"How much of what they say is written by the brand."`
	Erosion     float64 `toml:"erosion" default:"0.3" range:"[0,)" doc:"Authenticity lost in a week if all customers heard one fully scripted word."`
	CostPerWeek float64 `toml:"cost_per_week" unit:"money" default:"30" range:"[0,)" doc:"Cost of the programme."`
	EachPerWeek float64 `toml:"each_per_week" unit:"money" default:"0.3" range:"[0,)" doc:"Cost of briefing and thanking one of them."`
}

// Check implements sim.Mechanism.
func (e *Employees) Check(p *sim.Plan) []error {
	faults := append(e.check(), e.checkTarget(p)...)
	if e.Count > p.Customers {
		faults = append(faults, fmt.Errorf("count = %d: want at most customers = %d", e.Count, p.Customers))
	}
	return append(faults, checkBroadcast(p, e.Broadcast)...)
}

// Tallies implements sim.Tallier.
func (e *Employees) Tallies() []sim.Tally {
	return []sim.Tally{
		{Name: "employees", Stock: true, Doc: "people of the market who work for the brand"},
		{Name: "employee_words", Doc: "conversations and posts of employees about the brand"},
	}
}

// Enter implements sim.Mechanism.
func (e *Employees) Enter(m *sim.Market) any {
	r := &employees{
		Employees: e, m: m, desk: m.NewDesk(), source: m.Source("employees"), account: m.NewAccount(), posts: broadcastLayer(m.Plan, e.Broadcast),
		there: m.NewTally(e.Tallies()[0]), words: m.NewTally(e.Tallies()[1]), seeded: m.NewTally(sim.Tally{Name: "seeded"}),
	}
	if e.never(m.Plan) {
		return nil
	}
	r.mine = make([]bool, m.Plan.Customers)
	rate := func(of float64) func(int32) float64 {
		return func(i int32) float64 {
			if r.mine[i] {
				return of
			}
			return 0
		}
	}
	m.NewClock(sim.OwnClock{Name: "speak", Stages: everywhere, Who: sim.Employee, Ignores: sim.Feelings, Rate: rate(e.Words), Strike: r.speak})
	if r.posts >= 0 {
		m.NewClock(sim.OwnClock{Name: "post", Stages: everywhere, Who: sim.Employee, Ignores: sim.Feelings, Rate: rate(e.Posts), Strike: r.post})
	}
	return r
}

type employees struct {
	*Employees
	m       *sim.Market
	desk    sim.Desk // words to hearers
	source  sim.Source
	account sim.Account
	posts   int    // layer of the posts, or -1
	mine    []bool // works here, by customer
	staff   int

	there, words, seeded sim.Column
}

var (
	purposeEmployee = chance.NewPurpose("employees: who")
	purposeInside   = chance.NewPurpose("employees: with whom")
	purposeMorale   = chance.NewPurpose("employees: for or against")
	purposePost     = chance.NewPurpose("employees: whether a post is for or against")
)

// Start implements sim.Starter: the people who work for the brand are some of
// the market, or of the segments it is for.
func (r *employees) Start(m *sim.Market) {
	to := r.aim(m.Plan)
	for _, i := range byLot(everybody(m), m, purposeEmployee) {
		if r.staff == r.Count {
			break
		}
		if !to.meets(m, i) || m.Has(i, sim.Employee) {
			continue
		}
		r.staff++
		r.mine[i] = true
		m.SetRole(i, sim.Employee, true)
		m.Count(r.there, 1)
		if r.Use && m.Stage(i) == sim.Unaware {
			m.Place(i, sim.Customer)
			m.Count(r.seeded, 1)
		}
	}
}

// speak is a conversation with one tie.
func (r *employees) speak(s *sim.Span, i int32, count uint32) {
	to, layer, ok := r.m.Tie(purposeInside, i, count)
	if ok && r.willing(s, i, 1) {
		s.Say(r.word(i, to, layer, r.Persuasion, r.flags(purposeMorale, i, count)))
	}
}

// post goes to all followers.
func (r *employees) post(s *sim.Span, i int32, count uint32) {
	ties := r.m.Layers()[r.posts].Neighbours(i)
	if !r.willing(s, i, len(ties)) {
		return
	}
	flags := r.flags(purposePost, i, count)
	for _, to := range ties {
		s.Say(r.word(i, to, r.posts, r.Reach, flags))
	}
}

// willing notes a word to a number of hearers, if the programme runs.
func (r *employees) willing(s *sim.Span, i int32, hearers int) bool {
	if !r.on(s.Now(), r.m.Spent(r.account)) {
		return false
	}
	s.Count(r.words, 1)
	s.Report(r.desk, sim.Report{Who: i, What: int32(hearers)})
	return true
}

// flags says whether the count-th word is for or against the brand.
func (r *employees) flags(p chance.Purpose, i int32, count uint32) sim.WordFlags {
	if r.m.Luck.Uniform(p, uint32(i), count) < (1-r.Morale)/2 {
		return sim.Bad
	}
	return 0
}

func (r *employees) word(from, to int32, layer int, persuasion float64, flags sim.WordFlags) sim.Word {
	return sim.Word{
		To: to, From: from, Source: r.source, Flags: flags,
		Weight: float32(impulse(persuasion) * r.m.Plan.Layers[layer].Trust * r.Trust * r.m.Authenticity * (1 - r.Script/2)),
	}
}

// Close implements sim.Closer: scripted words wear authenticity down.
func (r *employees) Close(m *sim.Market, _ float64) {
	heard := 0.0
	m.Reports(r.desk, func(w sim.Report) { heard += float64(w.What) })
	if heard > 0 {
		m.Authenticity *= chance.Exp(-r.Erosion * r.Script * heard / float64(m.Customers()))
	}
}

// Week implements sim.Accountant.
func (r *employees) Week(m *sim.Market, week int) {
	r.charge(m, r.account, week, r.CostPerWeek+float64(r.EachPerWeek*float64(r.staff)))
}
