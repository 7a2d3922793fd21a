package mechanism

import (
	"math"

	"grapevine/chance"
	"grapevine/sim"
)

// Incentive says what rewarded advocacy is like, and what it does to those who
// hear it: ambassadors, referral, loyalty and influencers, who pay for words,
// pay on its terms. A reward in kind or in standing smells less of a sale than
// money (Heyman & Ariely 2004; Jin & Huang 2014). Who is told that a word is
// paid for believes it less; who is not told but sees through it loses trust in
// the brand (Boerman, Willemsen & Van Der Aa 2017), and the brand its
// authenticity. Sponsored words that come too often wear out and annoy: their
// effect is an inverted U (Schmidt & Eisend 2015; Leung, Gu, Li, Zhang & Palmatier 2022).
// Without the table rewards are cash, openly told of, and never too many. The
// terms hold as long as the programmes run that pay by them.
type Incentive struct {
	Kind      string  `toml:"kind" default:"cash" options:"cash,kind,status" doc:"What rewards are: money; goods (in kind), which seem half as much like a payment and cost the brand what goods cost; or standing (status), which seems a fifth as much like one and costs a tenth."`
	Disclosed bool    `toml:"disclosed" default:"true" doc:"Whether hearers are told that a word is rewarded."`
	FoundOut  float64 `toml:"found_out" default:"0.2" range:"[0,1]" doc:"Share of the hearers of a rewarded word that is not disclosed who see through it."`
	Offence   float64 `toml:"offence" default:"0.3" range:"[0,1]" doc:"Share of their trust in the brand that these lose."`
	Scandal   float64 `toml:"scandal" default:"5" range:"[0,)" doc:"How much more such a word wears authenticity down than one openly paid, once seen through."`
	Invited   float64 `toml:"referral_erosion" default:"0.3" range:"[0,)" doc:"Authenticity lost if all customers of the market were invited by somebody with a large reward in view."`
	Prizes    float64 `toml:"content_erosion" default:"0.3" range:"[0,)" doc:"Authenticity lost if all customers of the market came across a post made for a large prize."`
	Tolerance float64 `toml:"tolerance" default:"2" range:"[0,)" doc:"Rewarded words heard of late that one does not mind."`
	HalfLife  float64 `toml:"memory_half_life" unit:"weeks" default:"4" range:"(0,)" doc:"Time in which half of those heard are forgotten."`
	Wear      float64 `toml:"wear" default:"0.2" range:"[0,)" doc:"Share of the effect of a rewarded word that each one beyond the tolerance takes; what is below nothing speaks against the brand."`
	Annoy     float64 `toml:"annoyance" default:"0.02" range:"[0,1]" doc:"Share of trust in the brand that a rewarded word costs for each one beyond the tolerance."`
}

// smell is how much a reward seems like a payment, beside cash: illustrative,
// and fixed.
var smell = map[string]float64{"cash": 1, "kind": 0.5, "status": 0.2}

// Check implements sim.Mechanism.
func (n *Incentive) Check(*sim.Plan) []error { return nil }

// Tallies implements sim.Tallier.
func (n *Incentive) Tallies() []sim.Tally {
	return []sim.Tally{
		{Name: "paid_heard", Doc: "rewarded words heard"},
		{Name: "seen_through", Doc: "rewarded words not disclosed that the hearer saw through"},
		{Name: "too_often", Doc: "rewarded words heard by somebody who had heard more of late than one does not mind"},
	}
}

// Enter implements sim.Mechanism.
func (n *Incentive) Enter(m *sim.Market) any {
	r := &incentive{Incentive: n, m: m}
	for k, c := range []*sim.Column{&r.heard, &r.seen, &r.often} {
		*c = m.NewTally(n.Tallies()[k])
	}
	r.of = make([]words, m.Plan.Customers)
	return r
}

type incentive struct {
	*Incentive
	m  *sim.Market
	of []words // by customer

	heard, seen, often sim.Column
}

// words are the rewarded words that a customer has heard.
type words struct {
	lately float32 // how many, less what is forgotten
	at     float32 // by that week
}

var purposeSeen = chance.NewPurpose("incentive: sees through")

// many returns how many rewarded words beyond the tolerance a customer has
// heard of late.
func (r *incentive) many(i int32) float64 {
	return max(0, r.memory(i)-r.Tolerance)
}

func (r *incentive) memory(i int32) float64 {
	if r.of[i].lately == 0 {
		return 0
	}
	return float64(r.of[i].lately) * chance.Exp(-math.Ln2*(r.m.Week()-float64(r.of[i].at))/r.HalfLife)
}

// Belief implements sim.Sceptic: what comes too often wears out.
func (r *incentive) Belief(_ *sim.Span, w sim.Word) float64 {
	if w.Flags&sim.Paid == 0 || w.Flags&sim.Hidden != 0 {
		return 1
	}
	return max(-1, 1-float64(r.Wear*r.many(w.To)))
}

// Heard implements sim.Hearer.
func (r *incentive) Heard(s *sim.Span, w sim.Word) {
	if w.Flags&sim.Paid == 0 || w.Weight == 0 {
		return
	}
	s.Count(r.heard, 1)
	i := w.To
	lost := 0.0
	if w.Flags&sim.Hidden != 0 {
		// The same two people are as easily seen through all week.
		if r.m.Luck.Apart(int(r.m.Week())).Uniform(purposeSeen, uint32(i), uint32(w.From)) >= r.FoundOut {
			return
		}
		s.Count(r.seen, 1)
		lost = r.Offence
	}
	if many := r.many(i); many > 0 {
		s.Count(r.often, 1)
		lost += float64(r.Annoy * many)
	}
	if lost > 0 {
		s.Feel(i, 0, 0, -min(1, lost)*r.m.Trust(i))
	}
	r.of[i].lately, r.of[i].at = float32(r.memory(i)+1), float32(r.m.Week())
}

// terms are what a programme that rewards words goes by: those of the plan's
// incentive table, or cash openly told of.
type terms struct{ *Incentive }

// termsOf returns the terms of a plan. Of several tables the first by name
// counts.
func termsOf(p *sim.Plan) terms {
	for _, n := range p.Mechanisms {
		if t, ok := n.Mechanism.(*Incentive); ok {
			return terms{t}
		}
	}
	return terms{}
}

// seems is how paid a word seems to those who hear it, of one that would seem
// so much for cash openly told of.
func (t terms) seems(paid float64) float64 {
	switch {
	case t.Incentive == nil:
		return paid
	case !t.Disclosed:
		return 0
	}
	return paid * smell[t.Kind]
}

// wears is how much a word wears authenticity down, of one that would do so
// much for cash openly told of.
func (t terms) wears(paid float64) float64 {
	switch {
	case t.Incentive == nil:
		return paid
	case !t.Disclosed:
		return paid * smell[t.Kind] * t.FoundOut * t.Scandal
	}
	return paid * smell[t.Kind]
}

// costs is what a reward of some worth costs the brand.
func (t terms) costs(p *sim.Plan, worth float64) float64 {
	switch {
	case t.Incentive == nil || t.Kind == "cash":
		return worth
	case t.Kind == "status":
		return worth / 10
	case p.Product.Price == 0:
		return worth
	}
	return worth * min(1, p.Product.UnitCost/p.Product.Price)
}

// flags are those of a rewarded word.
func (t terms) flags() sim.WordFlags {
	if t.Incentive != nil && !t.Disclosed {
		return sim.Paid | sim.Hidden
	}
	return sim.Paid
}
