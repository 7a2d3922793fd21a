package mechanism

import (
	"cmp"
	"slices"

	"grapevine/chance"
	"grapevine/sim"
)

// Ambassadors is brand advocacy proper: loyal customers and advocates are
// invited to speak for the brand, briefed, recognised and, if the brand will
// have it so, paid. Ambassadors speak because they mean it; reward and
// over-use wear the authenticity of all advocates down.
//
// Advocates are of several kinds, which differ in channel, reach and trust. A
// brand advocate talks with the ties of everyday life, a social advocate posts
// to followers, a community advocate speaks to fellow members wherever they
// sit. A programme for each kind is a table of its own, as
// [ambassadors.social]. One who has joined a programme belongs to that one.
type Ambassadors struct {
	Dates
	Target
	Kind        string  `toml:"kind" default:"all" options:"all,brand,social,community" doc:"How they speak: in conversations and posts (all); in conversations with their ties (brand); in posts to followers (social); to members of the community (community)."`
	Asked       string  `toml:"asked" default:"loyal" options:"loyal,advocate" doc:"Who is asked: loyal customers and advocates, or, for a top tier, advocates alone."`
	Trust       float64 `toml:"trust" default:"1" range:"[0,)" doc:"How much is believed of what they say, beside what the tie is worth."`
	Slots       int     `toml:"slots" unit:"customers" default:"300" range:"[0,)" doc:"Ambassadors at the most."`
	Invite      float64 `toml:"invite" unit:"1/week" default:"0.05" range:"[0,)" doc:"Loyal customers and advocates are asked, and say yes, at this rate times their bond."`
	Words       float64 `toml:"words_per_week" unit:"1/week" default:"2" range:"[0,)" doc:"Conversations of an ambassador on top of what any customer has."`
	Persuasion  float64 `toml:"persuasion" default:"0.08" range:"[0,1]" doc:"Probability that an ambassador's word persuades an unaware hearer who trusts the tie."`
	Posts       float64 `toml:"posts_per_week" unit:"1/week" default:"0.15" range:"[0,)" doc:"Posts of an ambassador to all ties of the broadcast network."`
	Broadcast   string  `toml:"broadcast" default:"followers" doc:"Network that posts go out on; without it there are no posts."`
	Reach       float64 `toml:"post_persuasion" default:"0.004" range:"[0,1]" doc:"Probability that a post persuades an unaware follower."`
	Recognition float64 `toml:"recognition" default:"0.03" range:"[0,1]" doc:"How much being recognised lifts an ambassador's bond, a conversation."`
	Reward      float64 `toml:"reward" unit:"money" default:"0" range:"[0,)" doc:"Payment per conversation or post; 0 is advocacy without incentives."`
	Script      float64 `toml:"script" default:"0.1" range:"[0,1]" doc:"How much of what ambassadors say is written by the brand."`
	Scatter     float64 `toml:"inconsistency" default:"0" range:"[0,1]" doc:"Share of their words that are off the message, contradicting each other or the brand: they sound no more genuine than written ones."`
	Erosion     float64 `toml:"erosion" default:"0.3" range:"[0,)" doc:"Authenticity lost in a week if all customers heard one fully paid and scripted word."`
	HalfReward  float64 `toml:"half_reward" unit:"money" default:"5" range:"(0,)" doc:"Reward that makes a word half paid in the eyes of hearers."`
	CostPerWeek float64 `toml:"cost_per_week" unit:"money" default:"150" range:"[0,)" doc:"Cost of the programme."`
	EachPerWeek float64 `toml:"each_per_week" unit:"money" default:"0.5" range:"[0,)" doc:"Cost of briefing and recognising one ambassador."`

	paidSlots int // with a sum from [budget]
}

// Check implements sim.Mechanism.
func (a *Ambassadors) Check(p *sim.Plan) []error {
	faults := append(a.check(), a.checkTarget(p)...)
	return append(faults, checkBroadcast(p, a.Broadcast)...)
}

// Tallies implements sim.Tallier.
func (a *Ambassadors) Tallies() []sim.Tally {
	return []sim.Tally{
		{Name: "ambassadors", Stock: true, Doc: "customers who speak for the brand in its programme"},
		{Name: "ambassador_words", Doc: "conversations and posts of ambassadors"},
	}
}

// Enter implements sim.Mechanism.
func (a *Ambassadors) Enter(m *sim.Market) any {
	r := &ambassadors{
		Ambassadors: a, m: m, desk: m.NewDesk(), yes: m.NewDesk(), gone: m.NewDesk(), to: a.aim(m.Plan), source: m.Source("ambassadors"), account: m.NewAccount(), posts: broadcastLayer(m.Plan, a.Broadcast),
		there: m.NewTally(a.Tallies()[0]), words: m.NewTally(a.Tallies()[1]),
	}
	paid := a.Reward / (a.Reward + a.HalfReward)
	r.terms = termsOf(m.Plan)
	r.false = 1 - float64((1-r.terms.seems(paid))*(1-a.Script)*(1-a.Scatter))
	r.wears = 1 - float64((1-min(1, r.terms.wears(paid)))*(1-a.Script)*(1-a.Scatter))
	if a.never(m.Plan) {
		return nil
	}
	r.mine = make([]bool, m.Plan.Customers)
	asked := []sim.Stage{sim.Loyal, sim.Advocate}
	if a.Asked == "advocate" {
		asked = asked[1:]
	}
	m.NewClock(sim.OwnClock{Name: "invite", Stages: asked, Not: sim.Ambassador, Ignores: sim.FeelsSatisfied | sim.FeelsTrust, Rate: r.inviteRate, Strike: r.invite})
	if a.Kind != "social" {
		m.NewClock(sim.OwnClock{Name: "speak", Stages: havingStages, Who: sim.Ambassador, Ignores: sim.FeelsBond | sim.FeelsTrust, Rate: func(i int32) float64 { return r.rate(i, a.Words) }, Strike: r.speak})
	}
	if r.posts >= 0 && (a.Kind == "all" || a.Kind == "social") {
		m.NewClock(sim.OwnClock{Name: "post", Stages: havingStages, Who: sim.Ambassador, Ignores: sim.FeelsBond | sim.FeelsTrust, Rate: func(i int32) float64 { return r.rate(i, a.Posts) }, Strike: r.post})
	}
	return r
}

type ambassadors struct {
	*Ambassadors
	m            *sim.Market
	desk, yes    sim.Desk // words to hearers, and those who will join
	gone         sim.Desk // those who have left
	joined       int
	source       sim.Source
	account      sim.Account
	there, words sim.Column
	to           aim
	mine         []bool  // has joined this programme
	members      []int32 // of the community, with kind community
	counted      int     // week in which they were
	posts        int     // layer of the posts, or -1
	terms        terms
	false        float64 // how paid and scripted a word seems, 0 … 1
	wears        float64 // how paid and scripted it is, for the brand's authenticity
}

var (
	purposeAmbassador = chance.NewPurpose("ambassadors: with whom")
	purposeFellow     = chance.NewPurpose("ambassadors: with which member")
	purposeSlot       = chance.NewPurpose("ambassadors: who gets a slot")
)

func (r *ambassadors) inviteRate(i int32) float64 {
	if !r.m.OptsIn(i) || !r.to.meets(r.m, i) {
		return 0
	}
	return r.Invite * r.m.Bond(i)
}

func (r *ambassadors) invite(s *sim.Span, i int32, _ uint32) {
	if r.on(s.Now(), r.m.Spent(r.account)) && r.joined < r.places() {
		s.Report(r.yes, sim.Report{Who: i})
	}
}

func (r *ambassadors) rate(i int32, rate float64) float64 {
	if !r.mine[i] || r.m.Detractor(i) {
		return 0
	}
	return rate
}

// speak is a conversation with one tie, or with a member of the community.
func (r *ambassadors) speak(s *sim.Span, i int32, count uint32) {
	if r.Kind == "community" {
		if n := len(r.members); n > 0 && r.m.Has(i, sim.Member) {
			a, _ := r.m.Luck.Bits(purposeFellow, uint32(i), count)
			if to := r.members[chance.Below(a, n)]; to != i && r.paid(s, i, 1) {
				s.Say(r.word(i, to, -1, r.Persuasion))
			}
		}
		return
	}
	to, layer, ok := r.m.Tie(purposeAmbassador, i, count)
	if ok && r.paid(s, i, 1) {
		s.Say(r.word(i, to, layer, r.Persuasion))
	}
}

// post goes to all followers.
func (r *ambassadors) post(s *sim.Span, i int32, _ uint32) {
	ties := r.m.Layers()[r.posts].Neighbours(i)
	if !r.paid(s, i, len(ties)) {
		return
	}
	for _, to := range ties {
		s.Say(r.word(i, to, r.posts, r.Reach))
	}
}

// paid books a word to a number of hearers, if the programme runs.
func (r *ambassadors) paid(s *sim.Span, i int32, hearers int) bool {
	if !r.on(s.Now(), r.m.Spent(r.account)) {
		return false
	}
	s.Count(r.words, 1)
	s.Spend(r.account, r.terms.costs(r.m.Plan, r.Reward))
	s.Report(r.desk, sim.Report{Who: i, What: int32(hearers)})
	s.Feel(i, 0, r.Recognition*(1-r.m.Bond(i)), 0)
	return true
}

func (r *ambassadors) word(from, to int32, layer int, persuasion float64) sim.Word {
	tie := 1.0 // of members of one community
	if layer >= 0 {
		tie = r.m.Plan.Layers[layer].Trust
	}
	w := sim.Word{
		To: to, From: from, Source: r.source,
		Weight: float32(impulse(persuasion) * (tie * r.Trust) * r.m.Authenticity * (1 - r.false/2)),
	}
	if r.Reward > 0 {
		w.Flags = r.terms.flags()
	}
	return w
}

// Moved implements sim.Mover: who leaves the brand leaves the programme.
func (r *ambassadors) Moved(s *sim.Span, i int32, _, to sim.Stage) {
	if to == sim.Lapsed && r.mine[i] {
		r.mine[i] = false
		s.SetRole(i, sim.Ambassador, false)
		s.Count(r.there, -1)
		s.Report(r.gone, sim.Report{Who: i})
	}
}

// welcome takes those in who have said yes in this step, as far as there are
// slots. Where they are too few, lots decide.
func (r *ambassadors) welcome(m *sim.Market) {
	var all []int32
	m.Reports(r.yes, func(y sim.Report) {
		if !m.Has(y.Who, sim.Ambassador) && m.HasBought(y.Who) {
			all = append(all, y.Who)
		}
	})
	all = slices.Compact(all)
	if free := r.places() - r.joined; len(all) > free {
		lot := func(i int32) float64 { return m.Luck.Uniform(purposeSlot, uint32(i), 0) }
		slices.SortFunc(all, func(a, b int32) int { return cmp.Compare(lot(a), lot(b)) })
		all = all[:max(0, free)]
	}
	for _, i := range all {
		m.SetRole(i, sim.Ambassador, true)
		r.mine[i] = true
		m.Count(r.there, 1)
		r.joined++
	}
}

// meet notes once a week who the members of the community are.
func (r *ambassadors) meet(m *sim.Market) {
	if now := int(m.Week()); r.Kind == "community" && (r.members == nil || now != r.counted) {
		r.members, r.counted = r.members[:0], now
		for i := range int32(m.Customers()) {
			if m.Has(i, sim.Member) {
				r.members = append(r.members, i)
			}
		}
	}
}

// Close implements sim.Closer: those who said yes are taken in, and paid and scripted words wear authenticity down.
func (r *ambassadors) Close(m *sim.Market, _ float64) {
	m.Reports(r.gone, func(sim.Report) { r.joined-- })
	r.welcome(m)
	r.meet(m)
	heard := 0.0
	m.Reports(r.desk, func(w sim.Report) { heard += float64(w.What) })
	m.Authenticity *= chance.Exp(-r.Erosion * r.wears * heard / float64(m.Customers()))
}

// Week implements sim.Accountant.
func (r *ambassadors) Week(m *sim.Market, week int) {
	r.charge(m, r.account, week, r.CostPerWeek+float64(r.EachPerWeek*float64(r.joined)))
}
