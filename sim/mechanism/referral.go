package mechanism

import (
	"fmt"

	"grapevine/chance"
	"grapevine/sim"
)

// Referral lets customers invite their ties. A reward makes invitations more
// frequent, with diminishing effect, and less welcome the more of it goes to
// the sender (Ryu & Feick 2007; Jin & Huang 2014). Voicing a recommendation
// binds the one who voices it (Garnefeld, Eggert, Helm & Tax 2013).
type Referral struct {
	Dates
	Target
	Rate           float64   `toml:"rate" unit:"1/week" default:"0.01" range:"[0,)" doc:"Invitations of a fully bonded customer without a reward."`
	Accept         float64   `toml:"accept" default:"0.15" range:"[0,1]" doc:"Share of invitations along a fully trusted tie that are followed up."`
	Push           float64   `toml:"push" default:"1.5" range:"[0,)" doc:"Resistance that an accepted invitation takes off the next step towards a purchase."`
	RewardSender   float64   `toml:"reward_sender" unit:"money" default:"0" range:"[0,)" doc:"What the sender gets when the invited buys."`
	RewardReceiver float64   `toml:"reward_receiver" unit:"money" default:"0" range:"[0,)" doc:"What the invited gets at the first purchase."`
	Lift           float64   `toml:"lift" default:"1" range:"[0,)" doc:"How much a large reward raises the rate: 1 doubles it."`
	HalfLift       float64   `toml:"half_lift" unit:"money" default:"10" range:"(0,)" doc:"Reward with half of that effect."`
	Smell          float64   `toml:"smell" default:"0.3" range:"[0,1]" doc:"Share of acceptance that is lost to the impression of a sale when the reward is large and all the sender's."`
	Cap            int       `toml:"cap" default:"0" range:"[0,)" doc:"Rewards per sender at the most; 0 is no limit."`
	Tiers          []float64 `toml:"tiers" unit:"customers" default:"[]" range:"(0,)" doc:"Numbers of successful invitations for which the sender gets a prize, as [7, 10]."`
	Prizes         []float64 `toml:"prizes" unit:"money" default:"[]" range:"[0,)" doc:"What these prizes are worth, one for each tier."`
	Binding        float64   `toml:"binding" default:"0.05" range:"[0,1]" source:"Garnefeld et al. 2013: recommending binds the recommender; the size is illustrative" doc:"How much a successful invitation lifts the sender's bond."`
	CostPerWeek    float64   `toml:"cost_per_week" unit:"money" default:"0" range:"[0,)" doc:"Standing cost of the programme."`
}

// Check implements sim.Mechanism.
func (f *Referral) Check(p *sim.Plan) []error {
	faults := append(f.check(), f.checkTarget(p)...)
	if len(f.Tiers) != len(f.Prizes) {
		faults = append(faults, fmt.Errorf("tiers has %d numbers and prizes %d: want a prize for each tier", len(f.Tiers), len(f.Prizes)))
	}
	for k := range f.Tiers {
		if k > 0 && f.Tiers[k] <= f.Tiers[k-1] {
			faults = append(faults, fmt.Errorf("tiers[%d] = %g: want more than tiers[%d] = %g", k, f.Tiers[k], k-1, f.Tiers[k-1]))
		}
	}
	return faults
}

// Tallies implements sim.Tallier.
func (f *Referral) Tallies() []sim.Tally {
	return []sim.Tally{
		{Name: "invitations", Doc: "invitations sent"},
		{Name: "acceptances", Doc: "invitations followed up"},
		{Name: "referred", Doc: "first purchases by invited customers"},
		{Name: "referred_on", Doc: "those of them whom somebody invited who had been invited too"},
		{Name: "referral_prizes", Doc: "prizes given to senders who reached a tier"},
	}
}

// Enter implements sim.Mechanism.
func (f *Referral) Enter(m *sim.Market) any {
	r := &referral{
		Referral: f, m: m, kind: m.NewKind(), source: m.Source("referral"),
		account: m.NewAccount(),
		invited: make([]int32, m.Plan.Customers), rewards: make([]int32, m.Plan.Customers),
		was: make([]bool, m.Plan.Customers),
	}
	for i := range r.invited {
		r.invited[i] = nobody
	}
	for k, c := range []*sim.Column{&r.invitations, &r.acceptances, &r.referred, &r.onward, &r.prizes} {
		*c = m.NewTally(f.Tallies()[k])
	}
	if f.never(m.Plan) {
		return nil
	}
	r.terms = termsOf(m.Plan)
	total := f.RewardSender + f.RewardReceiver
	r.saturated = total / (total + f.HalfLift)
	r.rate = f.Rate * (1 + float64(f.Lift*r.saturated))
	r.accept = f.Accept
	if total > 0 {
		r.accept *= 1 - r.terms.seems(f.Smell)*r.saturated*f.RewardSender/total
	}
	if len(f.Tiers) > 0 {
		r.brought = make([]int32, m.Plan.Customers)
	}
	if r.terms.Incentive != nil && total+float64(len(f.Tiers)) > 0 {
		r.desk, r.paid = m.NewDesk(), true
	}
	to := f.aim(m.Plan)
	m.NewClock(sim.OwnClock{
		Name: "invite", Stages: havingStages, Ignores: sim.FeelsSatisfied | sim.FeelsTrust,
		Rate: func(i int32) float64 {
			if !m.OptsIn(i) || !to.meets(m, i) {
				return 0
			}
			return r.keenness(i) * m.Bond(i)
		},
		Strike: r.invite,
	})
	return r
}

type referral struct {
	*Referral
	m            *sim.Market
	kind         uint8
	source       sim.Source
	account      sim.Account
	terms        terms
	desk         sim.Desk
	paid         bool // rewarded, on the terms of an incentive table
	rate, accept float64
	saturated    float64 // how large the reward is, 0 … 1
	invited      []int32 // by whom, or nobody, or won
	was          []bool  // won by an invitation
	rewards      []int32 // had by a sender
	brought      []int32 // whom a sender's invitations have won; nil without tiers

	invitations, acceptances, referred, onward, prizes sim.Column
}

// Who has invited a customer, or pitched to one (selling) or spoken well to one
// (churn), if it is not a customer's number.
const (
	nobody = -1
	won    = -2 // has bought before, and cannot be referred any more
)

var (
	purposeInvite = chance.NewPurpose("referral: whom")
	purposeAccept = chance.NewPurpose("referral: accept")
)

func (r *referral) invite(s *sim.Span, i int32, count uint32) {
	if r.m.Detractor(i) || !r.on(s.Now(), r.m.Spent(r.account)) {
		return
	}
	to, layer, ok := r.m.Tie(purposeInvite, i, count)
	if !ok {
		return
	}
	s.Count(r.invitations, 1)
	w := sim.Word{To: to, From: i, Kind: r.kind, Flags: sim.Mute, Weight: float32(r.m.Plan.Layers[layer].Trust)}
	if r.paid {
		w.Weight *= float32(r.m.Authenticity)
		w.Flags |= r.terms.flags()
		s.Report(r.desk, sim.Report{Who: i})
	}
	s.Say(w)
}

// keenness is how often a fully bonded customer invites. A prize not far off
// counts as so much more reward for the next invitation: its worth divided by
// the invitations still wanting (goal gradient: Kivetz, Urminsky & Zheng 2006).
func (r *referral) keenness(i int32) float64 {
	if r.brought == nil {
		return r.rate
	}
	worth := r.RewardSender + r.RewardReceiver
	for k, tier := range r.Tiers {
		if missing := tier - float64(r.brought[i]); missing > 0 {
			worth += r.Prizes[k] / max(1, missing)
			break
		}
	}
	return r.Rate * (1 + float64(r.Lift*worth/(worth+r.HalfLift)))
}

// success rewards the customer in hand for an invitation that has led to a
// purchase.
func (r *referral) success(s *sim.Span, i int32) {
	s.Feel(i, 0, r.Binding*(1-r.m.Bond(i)), 0)
	if r.was[i] {
		s.Count(r.onward, 1)
	}
	if r.Cap == 0 || r.rewards[i] < int32(r.Cap) {
		r.rewards[i]++
		s.Spend(r.account, r.terms.costs(r.m.Plan, r.RewardSender))
	}
	if r.brought == nil {
		return
	}
	r.brought[i]++
	for k, tier := range r.Tiers {
		if float64(r.brought[i]) >= tier && float64(r.brought[i]-1) < tier {
			s.Count(r.prizes, 1)
			s.Spend(r.account, r.terms.costs(r.m.Plan, r.Prizes[k]))
			s.Feel(i, 0, r.Binding*(1-r.m.Bond(i)), 0)
		}
	}
}

// Close implements sim.Closer: invitations for a reward wear authenticity down.
func (r *referral) Close(m *sim.Market, _ float64) {
	if !r.paid {
		return
	}
	sent := 0.0
	m.Reports(r.desk, func(sim.Report) { sent++ })
	m.Authenticity *= chance.Exp(-r.terms.Invited * r.terms.wears(r.saturated) * sent / float64(m.Customers()))
}

// Heard implements sim.Hearer: an invitation is followed up or not, and the
// news of a success reaches the sender.
func (r *referral) Heard(s *sim.Span, w sim.Word) {
	switch {
	case w.Kind != r.kind:
	case w.Weight < 0:
		r.success(s, w.To)
	case r.m.Stage(w.To) <= sim.Considering && r.invited[w.To] == nobody:
		// The same two people always come to the same answer.
		if r.m.Luck.Uniform(purposeAccept, uint32(w.To), uint32(w.From)) < r.accept*float64(w.Weight) {
			r.invited[w.To] = w.From
			s.Count(r.acceptances, 1)
			s.Push(w.To, r.source, w.From, r.Push)
		}
	}
}

// Moved implements sim.Mover: an accepted invitation goes on pressing at each
// step towards the purchase, and is rewarded when it is reached.
func (r *referral) Moved(s *sim.Span, i int32, from, to sim.Stage) {
	by := r.invited[i]
	switch to {
	case sim.Aware, sim.Considering:
		if by >= 0 && from < to {
			s.Push(i, r.source, by, r.Push)
		}
	case sim.Customer:
		r.invited[i] = won
		if by < 0 {
			return
		}
		r.was[i] = true
		s.Count(r.referred, 1)
		s.Spend(r.account, r.terms.costs(r.m.Plan, r.RewardReceiver))
		s.Say(sim.Word{To: by, From: i, Kind: r.kind, Flags: sim.Mute, Weight: -1})
	}
}

// Week implements sim.Accountant.
func (r *referral) Week(m *sim.Market, week int) {
	r.charge(m, r.account, week, r.CostPerWeek)
}
