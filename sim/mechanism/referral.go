package mechanism

import (
	"grapevine/chance"
	"grapevine/sim"
)

// Referral lets customers invite their ties. A reward makes invitations more
// frequent, with diminishing effect, and less welcome the more of it goes to
// the sender (Ryu & Feick 2007; Jin & Huang 2014). Voicing a recommendation
// binds the one who voices it (Garnefeld, Eggert, Helm & Tax 2013).
type Referral struct {
	Dates
	Rate           float64 `toml:"rate" unit:"1/week" default:"0.01" range:"[0,)" doc:"Invitations of a fully bonded customer without a reward."`
	Accept         float64 `toml:"accept" default:"0.15" range:"[0,1]" doc:"Share of invitations along a fully trusted tie that are followed up."`
	Push           float64 `toml:"push" default:"1.5" range:"[0,)" doc:"Resistance that an accepted invitation takes off the next step towards a purchase."`
	RewardSender   float64 `toml:"reward_sender" unit:"money" default:"0" range:"[0,)" doc:"What the sender gets when the invited buys."`
	RewardReceiver float64 `toml:"reward_receiver" unit:"money" default:"0" range:"[0,)" doc:"What the invited gets at the first purchase."`
	Lift           float64 `toml:"lift" default:"1" range:"[0,)" doc:"How much a large reward raises the rate: 1 doubles it."`
	HalfLift       float64 `toml:"half_lift" unit:"money" default:"10" range:"(0,)" doc:"Reward with half of that effect."`
	Smell          float64 `toml:"smell" default:"0.3" range:"[0,1]" doc:"Share of acceptance that is lost to the impression of a sale when the reward is large and all the sender's."`
	Cap            int     `toml:"cap" default:"0" range:"[0,)" doc:"Rewards per sender at the most; 0 is no limit."`
	Binding        float64 `toml:"binding" default:"0.05" range:"[0,1]" source:"Garnefeld et al. 2013: recommending binds the recommender; the size is illustrative" doc:"How much a successful invitation lifts the sender's bond."`
	CostPerWeek    float64 `toml:"cost_per_week" unit:"money" default:"0" range:"[0,)" doc:"Standing cost of the programme."`
}

// Check implements sim.Mechanism.
func (f *Referral) Check(*sim.Plan) []error { return f.check() }

// Tallies implements sim.Tallier.
func (f *Referral) Tallies() []sim.Tally {
	return []sim.Tally{
		{Name: "invitations", Doc: "invitations sent"},
		{Name: "acceptances", Doc: "invitations followed up"},
		{Name: "referred", Doc: "first purchases by invited customers"},
	}
}

// Enter implements sim.Mechanism.
func (f *Referral) Enter(m *sim.Market) any {
	r := &referral{
		Referral: f, m: m, kind: m.NewKind(), source: m.Source("referral"),
		account: m.NewAccount(),
		invited: make([]int32, m.Plan.Customers), rewards: make([]int32, m.Plan.Customers),
	}
	for i := range r.invited {
		r.invited[i] = nobody
	}
	for k, c := range []*sim.Column{&r.invitations, &r.acceptances, &r.referred} {
		*c = m.NewTally(f.Tallies()[k])
	}
	if f.never(m.Plan) {
		return nil
	}
	total := f.RewardSender + f.RewardReceiver
	saturated := total / (total + f.HalfLift)
	r.rate = f.Rate * (1 + float64(f.Lift*saturated))
	r.accept = f.Accept
	if total > 0 {
		r.accept *= 1 - f.Smell*saturated*f.RewardSender/total
	}
	m.NewClock(sim.OwnClock{
		Name: "invite", Stages: []sim.Stage{sim.Customer, sim.Loyal, sim.Advocate},
		Rate: func(i int32) float64 {
			if !m.OptsIn(i) {
				return 0
			}
			return r.rate * m.Bond(i)
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
	rate, accept float64
	invited      []int32 // by whom, or nobody, or won
	rewards      []int32 // had by a sender

	invitations, acceptances, referred sim.Column
}

// Who has invited a customer, if it is not a customer's number.
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
	s.Say(sim.Word{To: to, From: i, Kind: r.kind, Flags: sim.Mute, Weight: float32(r.m.Plan.Layers[layer].Trust)})
}

// Heard implements sim.Hearer: an invitation is followed up or not, and the
// news of a success reaches the sender.
func (r *referral) Heard(s *sim.Span, w sim.Word) {
	switch {
	case w.Kind != r.kind:
	case w.Weight < 0:
		s.Feel(w.To, 0, r.Binding*(1-r.m.Bond(w.To)), 0)
		if r.Cap == 0 || r.rewards[w.To] < int32(r.Cap) {
			r.rewards[w.To]++
			s.Spend(r.account, r.RewardSender)
		}
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
		s.Count(r.referred, 1)
		s.Spend(r.account, r.RewardReceiver)
		s.Say(sim.Word{To: by, From: i, Kind: r.kind, Flags: sim.Mute, Weight: -1})
	}
}

// Week implements sim.Accountant.
func (r *referral) Week(m *sim.Market, week int) {
	r.charge(m, r.account, week, r.CostPerWeek)
}
