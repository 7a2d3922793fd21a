package mechanism

import (
	"grapevine/chance"
	"grapevine/sim"
)

// Engagement is the audience that the brand owns: people who want to hear from
// it and whom it may contact, by letter, app or account, without paying anybody
// for their attention. A contact reminds those who have not bought, and makes
// customers feel valued; who answers and is heard, more so (recognition;
// customer engagement behaviour: van Doorn et al. 2010). Who is contacted too
// often has enough and goes (permission marketing: Godin 1999). It presses on
// the next step of those who have not bought, for those in the audience alone.
type Engagement struct {
	Dates
	Subscribe   Subscribing `toml:"subscribe"`
	Leave       float64     `toml:"leave" unit:"1/week" default:"0.005" range:"[0,)" doc:"Rate at which people go who are not contacted too often."`
	Contacts    float64     `toml:"contacts" unit:"1/week" default:"0.5" range:"[0,)" doc:"How often one of the audience is contacted."`
	Tolerance   float64     `toml:"tolerance" unit:"1/week" default:"1" range:"[0,)" doc:"Contacts that nobody minds."`
	FedUp       float64     `toml:"fed_up" default:"2" range:"[0,)" doc:"How much faster people go for each contact a week beyond that, relative to the rate of going."`
	Persuasion  float64     `toml:"persuasion" default:"0.02" range:"[0,1]" doc:"Probability that a contact moves somebody who has not bought one step on."`
	Valued      float64     `toml:"valued" default:"0.01" range:"[0,1]" doc:"How much a contact lifts the bond of a customer."`
	Respond     float64     `toml:"respond" default:"0.1" range:"[0,1]" doc:"Share of contacts that are answered: an interaction."`
	Recognition float64     `toml:"recognition" default:"0.03" range:"[0,1]" doc:"How much being heard in an interaction lifts the bond further."`
	CostPer     float64     `toml:"cost_per_contact" unit:"money" default:"0.02" range:"[0,)" doc:"Cost of a contact."`
	CostPerTalk float64     `toml:"cost_per_interaction" unit:"money" default:"0.5" range:"[0,)" doc:"Cost of listening and answering."`
	CostPerWeek float64     `toml:"cost_per_week" unit:"money" default:"50" range:"[0,)" doc:"Cost of what there is to tell, and of telling it."`
}

// Subscribing says how people come to want to hear from the brand.
type Subscribing struct {
	Customers float64 `toml:"customers" unit:"1/week" default:"0.02" range:"[0,)" doc:"Customers without a bond; the fully bonded come twice as often."`
	Outsiders float64 `toml:"outsiders" unit:"1/week" default:"0.005" range:"[0,)" doc:"People who know the brand and have not bought, or have left."`
}

// Check implements sim.Mechanism.
func (g *Engagement) Check(*sim.Plan) []error { return g.check() }

// Tallies implements sim.Tallier.
func (g *Engagement) Tallies() []sim.Tally {
	return []sim.Tally{
		{Name: "audience", Stock: true, Doc: "people who want to hear from the brand: the audience that it owns"},
		{Name: "audience_left", Doc: "those who went"},
		{Name: "contacts", Doc: "contacts with one of the audience, counted in the mean"},
		{Name: "interactions", Doc: "contacts that were answered, counted in the mean"},
	}
}

// Enter implements sim.Mechanism.
func (g *Engagement) Enter(m *sim.Market) any {
	r := &engagement{Engagement: g, m: m, desk: m.NewDesk(), source: m.Source("engagement"), account: m.NewAccount()}
	for k, c := range []*sim.Column{&r.audience, &r.left, &r.made, &r.talks} {
		*c = m.NewTally(g.Tallies()[k])
	}
	if g.never(m.Plan) {
		return nil
	}
	r.in = make([]bool, m.Plan.Customers)
	leave := g.Leave * (1 + float64(g.FedUp*max(0, g.Contacts-g.Tolerance)))
	know := []sim.Stage{sim.Aware, sim.Considering, sim.Customer, sim.Loyal, sim.Advocate, sim.Lapsed}
	r.outside = m.NewClock(sim.OwnClock{Name: "subscribe", Stages: know, Ignores: sim.FeelsSatisfied | sim.FeelsTrust, Rate: r.rate, Strike: r.subscribe})
	r.inside = []sim.Clock{
		m.NewClock(sim.OwnClock{Name: "contact", Stages: know, Still: true, Ignores: sim.Feelings, Rate: r.contacts, Strike: r.contact}),
		m.NewClock(sim.OwnClock{Name: "go", Stages: append(know, sim.Unaware), Still: true, Ignores: sim.Feelings, Rate: func(i int32) float64 {
			if !r.in[i] {
				return 0
			}
			return leave
		}, Strike: r.goes}),
	}
	return r
}

type engagement struct {
	*Engagement
	m       *sim.Market
	desk    sim.Desk // those who have come within reach or gone out of it
	source  sim.Source
	account sim.Account
	in      []bool      // the audience
	inside  []sim.Clock // that run for the audience
	outside sim.Clock   // and for the others

	reached float64 // the audience who know the brand, at the end of the last step
	parts   carry   // of a contact with one of them
	answers carry   // and of an answer

	audience, left, made, talks sim.Column
}

var purposeRespond = chance.NewPurpose("engagement: respond")

func (r *engagement) rate(i int32) float64 {
	switch {
	case r.in[i] || !r.m.OptsIn(i):
		return 0
	case r.m.HasBought(i):
		return r.Subscribe.Customers * (1 + r.m.Bond(i))
	}
	return r.Subscribe.Outsiders
}

func (r *engagement) subscribe(s *sim.Span, i int32, _ uint32) {
	if r.on(s.Now(), r.m.Spent(r.account)) {
		r.turn(s, i, true)
		s.Count(r.audience, 1)
	}
}

// turn takes the customer in hand into the audience, or out of it.
func (r *engagement) turn(s *sim.Span, i int32, in bool) {
	r.in[i] = in
	s.SetClock(i, r.outside, !in)
	for _, k := range r.inside {
		s.SetClock(i, k, in)
	}
	if r.m.Stage(i) != sim.Unaware {
		r.reach(s, i, in)
	}
}

// reach notes that one of the audience is within reach of the brand from now on,
// or no more: those who have forgotten it are not.
func (r *engagement) reach(s *sim.Span, i int32, in bool) {
	if !in {
		s.Report(r.desk, sim.Report{Who: i, What: -1})
		return
	}
	s.Report(r.desk, sim.Report{Who: i, What: 1})
	if !r.m.HasBought(i) {
		s.Push(i, r.source, -1, 0) // is met by it from now on
	}
}

// Moved implements sim.Mover.
func (r *engagement) Moved(s *sim.Span, i int32, from, to sim.Stage) {
	if r.in[i] && (from == sim.Unaware) != (to == sim.Unaware) {
		r.reach(s, i, from == sim.Unaware)
	} else if r.in[i] && to == sim.Lapsed {
		s.Push(i, r.source, -1, 0)
	}
}

func (r *engagement) goes(s *sim.Span, i int32, _ uint32) {
	r.turn(s, i, false)
	s.Count(r.audience, -1)
	s.Count(r.left, 1)
}

// contacts is the hazard of a contact that does something: with those who have
// not bought those alone that move them on, which is what many do by their
// weight together.
func (r *engagement) contacts(i int32) float64 {
	switch {
	case !r.in[i]:
		return 0
	case r.m.HasBought(i):
		return r.Contacts
	}
	return r.Contacts * r.Persuasion
}

func (r *engagement) contact(s *sim.Span, i int32, count uint32) {
	if !r.on(s.Now(), r.m.Spent(r.account)) {
		return
	}
	if !r.m.HasBought(i) {
		s.Win(i, r.source)
		return
	}
	lift := r.Valued
	if r.m.Luck.Uniform(purposeRespond, uint32(i), count) < r.Respond {
		lift += r.Recognition
	}
	s.Feel(i, 0, lift*(1-r.m.Bond(i)), 0)
}

// Close implements sim.Closer: contacts are counted and paid for, in the mean.
func (r *engagement) Close(m *sim.Market, _ float64) {
	before := r.reached
	m.Reports(r.desk, func(e sim.Report) { r.reached += float64(e.What) })
	if !r.on(m.Week(), m.Spent(r.account)) {
		return
	}
	n := r.parts.whole(float64(r.Contacts * m.Dt() * (before + r.reached) / 2))
	talks := r.answers.whole(float64(float64(n) * r.Respond))
	m.Count(r.made, n)
	m.Count(r.talks, talks)
	m.Spend(r.account, float64(r.CostPer*float64(n))+float64(r.CostPerTalk*float64(talks)))
}

// Week implements sim.Accountant.
func (r *engagement) Week(m *sim.Market, week int) {
	r.charge(m, r.account, week, r.CostPerWeek)
}
