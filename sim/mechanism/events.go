package mechanism

import (
	"cmp"
	"math"
	"slices"

	"grapevine/chance"
	"grapevine/sim"
)

// Events are dated meet-ups or webinars for customers, or for members of the
// community. Who comes feels closer to the brand, brings a friend now and then,
// tells others afterwards, and goes home with new acquaintances among those who
// were there (brandfests: McAlexander, Schouten & Koenig 2002). These keep in
// touch for a while, also after one of them has left the brand: weak ties
// across the circles that the networks know (Granovetter 1973). What an event
// does fades with the bond and the ties it made; it costs by the event and by
// the head.
type Events struct {
	Dates
	Target
	Every           float64 `toml:"every" unit:"weeks" default:"13" range:"[0,)" doc:"Weeks from one event to the next; the first is in week from. 0 is a single event."`
	Who             string  `toml:"who" default:"customers" options:"customers,members" doc:"Who is invited: all customers, or the members of the community who are customers."`
	Attend          float64 `toml:"attend" default:"0.05" range:"[0,1]" doc:"Share of those invited who come if they have no bond; the fully bonded come twice as often."`
	Rest            float64 `toml:"rest" unit:"weeks" default:"0" range:"[0,)" doc:"Weeks after an event until those who came are half as keen again; 0 is that they always are."`
	Places          int     `toml:"places" unit:"customers" default:"0" range:"[0,)" doc:"Invited customers for whom there is room; lots decide. 0 is no limit."`
	Bonding         float64 `toml:"bonding" default:"0.15" range:"[0,1]" doc:"How much coming lifts the bond."`
	Openness        float64 `toml:"openness" default:"0.1" range:"[0,1]" doc:"How much meeting the people behind the brand lifts trust."`
	Guests          float64 `toml:"guests" default:"0.1" range:"[0,1]" doc:"Share of attendees who bring one of their ties along, if that one has not bought."`
	Impression      float64 `toml:"impression" default:"1" range:"[0,)" doc:"Resistance that being there takes off a guest's next step towards a purchase."`
	Words           int     `toml:"words" default:"2" range:"[0,100]" doc:"Ties whom an attendee tells of it afterwards."`
	Persuasion      float64 `toml:"persuasion" default:"0.05" range:"[0,1]" doc:"Probability that such a word persuades an unaware hearer who trusts the tie."`
	NewTies         int     `toml:"new_ties" default:"2" range:"[0,100]" doc:"Other attendees with whom one keeps in touch."`
	Touch           float64 `toml:"touch" unit:"1/week" default:"0.1" range:"[0,)" doc:"Conversations about the brand with each of them."`
	TouchWeeks      float64 `toml:"touch_weeks" unit:"weeks" default:"13" range:"[0,)" doc:"How long they keep in touch; or until the next event that one comes to."`
	WeakTie         float64 `toml:"weak_tie" default:"0.5" range:"[0,1]" doc:"How much is believed of what such an acquaintance says, beside a close friend."`
	CostPerEvent    float64 `toml:"cost_per_event" unit:"money" default:"400" range:"[0,)" doc:"Cost of an event, however many come; one to which nobody would come is called off."`
	CostPerAttendee float64 `toml:"cost_per_attendee" unit:"money" default:"8" range:"[0,)" doc:"Cost of an attendee or guest."`
}

// Check implements sim.Mechanism.
func (e *Events) Check(p *sim.Plan) []error { return append(e.check(), e.checkTarget(p)...) }

// Tallies implements sim.Tallier.
func (e *Events) Tallies() []sim.Tally {
	return []sim.Tally{
		{Name: "events", Doc: "events held"},
		{Name: "attendees", Doc: "customers who came to an event"},
		{Name: "guests", Doc: "people who have not bought whom attendees brought along"},
		{Name: "event_words", Doc: "words said about the brand after an event, and later among those who met there"},
	}
}

// Enter implements sim.Mechanism.
func (e *Events) Enter(m *sim.Market) any {
	r := &events{Events: e, m: m, to: e.aim(m.Plan), source: m.Source("events"), account: m.NewAccount()}
	for k, c := range []*sim.Column{&r.held, &r.came, &r.brought, &r.said} {
		*c = m.NewTally(e.Tallies()[k])
	}
	if e.never(m.Plan) {
		return nil
	}
	r.last = make([]int32, m.Plan.Customers)
	if e.NewTies > 0 && e.Touch > 0 {
		r.met = make([]int32, m.Plan.Customers*e.NewTies)
		r.until = make([]float32, m.Plan.Customers)
		r.inTouch = m.NewClock(sim.OwnClock{
			Name: "touch", Stages: []sim.Stage{sim.Customer, sim.Loyal, sim.Advocate, sim.Lapsed}, Still: true, Ignores: sim.Feelings,
			Rate: func(i int32) float64 {
				if r.until[i] == 0 {
					return 0
				}
				return e.Touch * float64(e.NewTies)
			},
			Strike: r.touch,
		})
	}
	return r
}

type events struct {
	*Events
	m       *sim.Market
	to      aim
	source  sim.Source
	account sim.Account
	next    int32     // number of the next event, from 0
	last    []int32   // number of the last event that one was at, from 1
	met     []int32   // the acquaintances made there, NewTies a customer
	inTouch sim.Clock // of those who have acquaintances
	until   []float32 // week until which one keeps in touch with them; 0 if there are none

	held, came, brought, said sim.Column
}

// mostNumbers is how many draws one customer may need for one event.
const mostNumbers = 256

var (
	purposeAttend = chance.NewPurpose("events: attend")
	purposePlace  = chance.NewPurpose("events: who gets a place")
	purposeGuest  = chance.NewPurpose("events: guest")
	purposeAfter  = chance.NewPurpose("events: whom to tell")
	purposeMeet   = chance.NewPurpose("events: whom to meet")
	purposeTouch  = chance.NewPurpose("events: with whom to keep in touch")
)

// ties are a customer's acquaintances from the last event.
func (r *events) ties(i int32) []int32 {
	return r.met[int(i)*r.NewTies : (int(i)+1)*r.NewTies]
}

// Close implements sim.Closer: an event is held at the end of the first step
// of its week.
func (r *events) Close(m *sim.Market, _ float64) {
	now := m.Week()
	if r.Every == 0 && r.next > 0 || r.From+float64(float64(r.next)*r.Every) > now+1e-9 {
		return
	}
	r.next++
	spent := m.Spent(r.account)
	if !r.on(now, spent) || r.afford(r.CostPerEvent, spent) < r.CostPerEvent {
		return
	}
	all := r.attendees()
	if len(all) == 0 {
		return // called off
	}
	m.Count(r.held, 1)
	m.Spend(r.account, r.CostPerEvent)
	for _, i := range all {
		r.last[i] = r.next
		m.Count(r.came, 1)
		m.Spend(r.account, r.CostPerAttendee)
		m.Feel(i, 0, r.Bonding*(1-m.Bond(i)), r.Openness*(1-m.Trust(i)))
	}
	for _, i := range all {
		r.bring(i)
		r.tell(i)
	}
	r.mingle(all)
	m.Together(sim.Gathering, all)
}

// attendees returns those who come, in order.
func (r *events) attendees() []int32 {
	var all []int32
	for i := range int32(r.m.Customers()) {
		if !r.m.HasBought(i) || !r.m.OptsIn(i) || !r.to.meets(r.m, i) || r.Who == "members" && !r.m.Has(i, sim.Member) {
			continue
		}
		if r.m.Luck.Uniform(purposeAttend, uint32(i), uint32(r.next)) < float64(r.Attend*(1+r.m.Bond(i)))*r.keen(i) {
			all = append(all, i)
		}
	}
	room := len(all)
	if r.Places > 0 {
		room = min(room, r.Places)
	}
	if r.Budget > 0 && r.CostPerAttendee > 0 {
		left := r.Budget - r.m.Spent(r.account) - r.CostPerEvent
		room = min(room, int(left/r.CostPerAttendee+1e-9))
	}
	if room < len(all) {
		lot := func(i int32) float64 { return r.m.Luck.Uniform(purposePlace, uint32(i), uint32(r.next)) }
		slices.SortFunc(all, func(a, b int32) int { return cmp.Compare(lot(a), lot(b)) })
		all = all[:room]
		slices.Sort(all)
	}
	return all
}

// keen is what is left of the wish to come in somebody who came not long ago:
// it grows back by half in every time of rest.
func (r *events) keen(i int32) float64 {
	if r.Rest == 0 || r.last[i] == 0 {
		return 1
	}
	since := float64(float64(r.next-r.last[i]) * r.Every)
	return 1 - chance.Exp(-since/r.Rest*math.Ln2)
}

// bring has an attendee bring somebody along who has not bought.
func (r *events) bring(i int32) {
	if r.m.Luck.Uniform(purposeGuest, uint32(i), uint32(r.next)) >= r.Guests {
		return
	}
	to, _, ok := r.m.Tie(purposeGuest, i, uint32(r.next)|1<<31)
	if !ok || r.m.Stage(to) > sim.Considering || r.last[to] == r.next || r.afford(r.CostPerAttendee, r.m.Spent(r.account)) < r.CostPerAttendee {
		return
	}
	r.last[to] = r.next
	r.m.Count(r.brought, 1)
	r.m.Spend(r.account, r.CostPerAttendee)
	r.m.Push(to, r.source, i, r.Impression)
}

// tell has an attendee tell some ties of it.
func (r *events) tell(i int32) {
	for k := range r.Words {
		to, layer, ok := r.m.Tie(purposeAfter, i, uint32(int(r.next)*mostNumbers+k))
		if !ok {
			return
		}
		r.m.Count(r.said, 1)
		r.m.Say(r.word(i, to, r.m.Plan.Layers[layer].Trust))
	}
}

func (r *events) word(from, to int32, trust float64) sim.Word {
	w := sim.Word{To: to, From: from, Source: r.source, Weight: float32(impulse(r.Persuasion) * trust)}
	if r.m.Detractor(from) {
		w.Flags = sim.Bad
	}
	return w
}

// mingle lets attendees find acquaintances among each other.
func (r *events) mingle(all []int32) {
	if r.met == nil || len(all) < 2 {
		return
	}
	for at, i := range all {
		r.m.SetClock(i, r.inTouch, true)
		for k := range r.ties(i) {
			a, _ := r.m.Luck.Bits(purposeMeet, uint32(i), uint32(int(r.next)*mostNumbers+k))
			other := chance.Below(a, len(all)-1)
			if other >= at {
				other++
			}
			r.ties(i)[k] = all[other]
		}
		r.until[i] = float32(r.m.Week() + r.m.Dt() + r.TouchWeeks)
	}
}

// touch is a conversation with one of the acquaintances, unless one has lost
// touch with them.
func (r *events) touch(s *sim.Span, i int32, count uint32) {
	if s.Now() > float64(r.until[i]) {
		r.until[i] = 0
		s.SetClock(i, r.inTouch, false)
		return
	}
	a, _ := r.m.Luck.Bits(purposeTouch, uint32(i), count)
	s.Count(r.said, 1)
	s.Say(r.word(i, r.ties(i)[chance.Below(a, r.NewTies)], r.WeakTie))
}
