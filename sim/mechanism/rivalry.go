package mechanism

import (
	"hash/fnv"
	"math"
	"slices"
	"strings"

	"grapevine/chance"
	"grapevine/knob"
	"grapevine/sim"
)

// rivalry is the competition in a run: all rivals together.
type rivalry struct {
	*Choice
	m      *sim.Market
	desk   sim.Desk
	source sim.Source
	weighs bool      // the journey has a stage in which brands are weighed
	alone  bool      // and none before it
	talk   *Talk     // how people talk, or nil
	weight []float64 // resistance a word takes off, by layer
	most   float64   // probability, at the most, that a good word does anything; see telling.go
	vain   float64   // words that do nothing, of all customers of rivals, 1/week
	parts  carry     // of such a word
	brands []brand

	people []shopper // by customer
	shown  []sim.Use // what is used, as of the last step, for others to see

	leave, tell                            sim.Clock // of those who use a rival; tell if they talk at all
	users, sales, mentions, spend, in, out sim.Column
}

// shopper is what is kept of a customer.
type shopper struct {
	going float64 // hazard of leaving the rival one uses, 1/week; 0 for those who use none
	says  float64 // and of saying something about it that may do something
	known uint16  // rivals one knows, a bit each
	tried uint16  // rivals one has used
}

// brand is a rival in a run.
type brand struct {
	rival
	luck    chance.Luck
	worth   float64 // beside ours, but for the price
	dearer  float64 // logarithm of its price over ours
	there   bool    // is in the market
	airing  bool    // advertises
	spent   float64
	further carry // of the repeat purchases
	kind    uint8 // of words
	clock   sim.Clock
	users   sim.Column
}

func newRivalry(m *sim.Market, columns []sim.Tally) *rivalry {
	stages := m.Plan.Stages
	k := &rivalry{
		Choice: knob.Defaults(&Choice{}), m: m, desk: m.NewDesk(), source: m.Source("switching peers"),
		weighs: stages == nil || slices.Contains(stages, "considering"),
		alone:  stages != nil && !slices.Contains(stages, "aware"),
	}
	for i, c := range []*sim.Column{&k.users, &k.sales, &k.mentions, &k.spend, &k.in, &k.out} {
		*c = m.NewTally(columns[i])
	}
	for _, n := range slices.Backward(m.Plan.Mechanisms) {
		switch of := n.Mechanism.(type) {
		case *Choice:
			k.Choice = of
		case *Talk:
			k.listen(of)
		}
	}
	return k
}

// add brings a rival in.
func (k *rivalry) add(r rival) {
	h := fnv.New32a()
	h.Write([]byte("rival " + r.name))
	b := brand{rival: r, luck: k.m.Luck.Apart(int(h.Sum32())), kind: k.m.NewKind(), there: r.on(0, 0), airing: r.on(0, 0)}
	b.worth = r.Appeal + float64(k.Choice.Quality*(r.Quality-k.m.Plan.Product.Quality))
	if ours := k.m.Plan.Product.Price; r.Price > 0 && ours > 0 {
		b.dearer = chance.Log(r.Price / ours)
	}
	b.users = k.m.NewTally(sim.Tally{Name: columnOfRival(r.name), Stock: true, Doc: "customers of the rival"})
	k.brands = append(k.brands, b)
}

// columnOfRival is the column of a rival's customers.
func columnOfRival(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(c rune) bool { return (c < 'a' || c > 'z') && (c < '0' || c > '9') })
	return "users_" + strings.Join(words, "_")
}

var (
	purposeStart = chance.NewPurpose("rivals: who uses what at the start")
	purposeKnown = chance.NewPurpose("rivals: who knows it at the start")
	purposeFit   = chance.NewPurpose("rivals: how well it fits")
)

// open gives everybody what they use at the start, and the clocks of rivals.
func (k *rivalry) open() {
	m := k.m
	n := m.Plan.Customers
	used := make([]sim.Use, n)
	k.people = make([]shopper, n)
	for i := range used {
		u := m.Luck.Uniform(purposeStart, uint32(i), 0)
		for r := range k.brands {
			b := &k.brands[r]
			if b.luck.Uniform(purposeKnown, uint32(i), 0) < b.Known {
				k.people[i].known |= 1 << r
			}
			if u >= 0 && u < b.Share {
				used[i] = sim.Others + sim.Use(r)
				k.people[i].known |= 1 << r
				m.Count(b.users, 1)
				m.Count(k.users, 1)
			}
			u -= b.Share
		}
	}
	k.shown = slices.Clone(used)
	names := make([]string, len(k.brands))
	for r := range k.brands {
		b := &k.brands[r]
		names[r] = b.name
		b.clock = m.NewClock(sim.OwnClock{
			Name: "towards " + b.name, Stages: everywhere, Ignores: sim.Feelings,
			Rate:   func(i int32) float64 { return k.towards(i, r) },
			Strike: func(s *sim.Span, i int32, _ uint32) { k.reached(s, i, r) },
		})
	}
	k.leave = m.NewClock(sim.OwnClock{Name: "leave", Stages: everywhere, Still: true, Ignores: sim.Feelings, Rate: func(i int32) float64 { return k.people[i].going }, Strike: func(s *sim.Span, i int32, _ uint32) { s.Forsake(i) }})
	if k.talk != nil {
		k.tell = m.NewClock(sim.OwnClock{Name: "talk", Stages: everywhere, Still: true, Ignores: sim.Feelings, Rate: func(i int32) float64 { return k.people[i].says }, Strike: k.speak})
	}
	m.Compete(k, names, used)
}

// Start implements sim.Starter: the clocks of those who use a rival run.
func (k *rivalry) Start(m *sim.Market) {
	k.openTelling()
	for i := range int32(m.Customers()) {
		k.vain += k.inVain(k.shown[i], i) // of who has turned since it is still to be told
		b := k.of(i)
		if b == nil {
			continue
		}
		k.people[i].going = k.leaving(b, i)
		k.people[i].says, _ = k.telling(b, i)
		m.SetClock(i, k.leave, true)
		if k.talk != nil {
			m.SetClock(i, k.tell, true)
		}
	}
}

// of returns the rival that a customer uses, or nil.
func (k *rivalry) of(i int32) *brand {
	if use := k.m.Using(i); use >= sim.Others {
		return &k.brands[use-sim.Others]
	}
	return nil
}

// satisfaction is what a customer of a rival feels: as with ours, but always
// the same.
func (k *rivalry) satisfaction(b *brand, i int32) float64 {
	a := &k.m.Plan.Attitudes
	z := float64(2 * (b.Quality - k.m.Plan.Product.Expectation))
	if a.Taste > 0 {
		z += float64(a.Taste * b.luck.Normal(purposeFit, uint32(i), 0))
	}
	return max(-1, min(1, z))
}

// rejects reports whether somebody has used a rival and had enough of it.
func (k *rivalry) rejects(i int32, r int) bool {
	return k.people[i].tried>>r&1 == 1 && k.bad(&k.brands[r], i)
}

// towards is the hazard of the clock that leads to a rival.
func (k *rivalry) towards(i int32, r int) float64 {
	b, use := &k.brands[r], k.m.Using(i)
	switch {
	case !b.there || use == sim.Others+sim.Use(r) || !k.weighs && use != sim.Nothing || k.rejects(i, r):
		return 0
	case !k.weighs || k.people[i].known>>r&1 == 0:
		if b.airing {
			return b.Rate
		}
		return 0
	}
	rate := k.m.Plan.Rates.Consider * k.m.Need(i) * b.Need
	if use != sim.Nothing {
		rate *= k.Attention
	}
	if b.airing {
		rate += b.Remind
	}
	return rate
}

// reached is what happens when that clock strikes.
func (k *rivalry) reached(s *sim.Span, i int32, r int) {
	use := sim.Others + sim.Use(r)
	switch {
	case !k.brands[r].there || k.m.Using(i) == use:
	case k.weighs && k.people[i].known>>r&1 == 0:
		k.people[i].known |= 1 << r
	default:
		s.Occasion(i, use)
	}
}

// Worth implements sim.Rivalry.
func (k *rivalry) Worth(i int32, worth []float64) {
	m := k.m
	now := m.Using(i)
	for o := range worth {
		worth[o] = math.Inf(-1)
	}
	if now == sim.Nothing {
		worth[sim.Nothing] = k.Choice.Nothing
	}
	if now == sim.Ours || m.Stage(i) == sim.Considering {
		worth[sim.Ours] = float64(k.Choice.Quality*m.Bonus) + float64(k.Experience*m.Satisfaction(i)) + float64(k.Bond*m.Bond(i))
	}
	sensitivity := k.Price * m.Sensitivity(m.Segment(i))
	for r := range k.brands {
		b := &k.brands[r]
		use := sim.Others + sim.Use(r)
		if now != use && (!b.there || k.people[i].known>>r&1 == 0 || k.rejects(i, r)) {
			continue
		}
		w := b.worth - float64(sensitivity*b.dearer)
		if now == use || k.people[i].tried>>r&1 == 1 {
			w += float64(k.Experience*k.satisfaction(b, i)) + float64(k.Bond*b.Warmth)
		}
		worth[use] = w
	}
	if now != sim.Nothing {
		worth[now] += k.Inertia
	}
	if k.Peers > 0 {
		k.peers(i, worth)
	}
}

// peers adds what it is worth to use what one's ties use.
func (k *rivalry) peers(i int32, worth []float64) {
	var count [mostRivals + int(sim.Others)]float64
	all := 0.0
	for l, g := range k.m.Layers() {
		trust := k.m.Plan.Layers[l].Trust
		for _, j := range g.Neighbours(i) {
			count[k.shown[j]] += trust
			all += trust
		}
	}
	if all == 0 {
		return
	}
	for o := range worth {
		if sim.Use(o) != sim.Nothing {
			worth[o] += k.Peers * count[o] / all
		}
	}
}

// Warm implements sim.Warmer.
func (k *rivalry) Warm(who []int32) (any int32) {
	for _, i := range who {
		any += int32(k.people[i].known)
	}
	return any
}

// Sways implements sim.StageSwayer.
func (k *rivalry) Sways() []sim.Stage {
	return []sim.Stage{sim.Aware, sim.Considering, sim.Lapsed}
}

// Sway implements sim.Swayer: who uses another brand has less need to look at
// ours.
func (k *rivalry) Sway(m *sim.Market, i int32, rate *sim.Rate) {
	switch {
	case m.Using(i) < sim.Others:
	case rate.Stage == sim.Aware, rate.Stage == sim.Lapsed, rate.Stage == sim.Considering && k.alone:
		rate.Of[sim.Forward] *= k.Attention
	}
}

// leaving is the hazard with which a rival's customer leaves it.
func (k *rivalry) leaving(b *brand, i int32) float64 {
	if b.Leave == 0 {
		return 0
	}
	a := &k.m.Plan.Attitudes
	hold := float64(a.LeaveSatisfied*k.satisfaction(b, i)) + float64(a.LeaveBond*b.Warmth)
	return b.Leave * chance.Exp(-max(-3, min(3, hold)))
}

// Turned implements sim.Rivalry.
func (k *rivalry) Turned(s *sim.Span, i int32, from, to sim.Use) {
	if from >= sim.Others {
		r := from - sim.Others
		k.people[i].tried |= 1 << r
		s.Count(k.brands[r].users, -1)
		s.Count(k.users, -1)
		if to == sim.Ours {
			s.Count(k.in, 1)
		}
	}
	if to >= sim.Others {
		r := to - sim.Others
		k.people[i].known |= 1 << r
		s.Count(k.brands[r].users, 1)
		s.Count(k.users, 1)
		s.Count(k.sales, 1)
		if from == sim.Ours {
			s.Count(k.out, 1)
		}
	}
	k.people[i].going, k.people[i].says = 0, 0
	if b := k.of(i); b != nil {
		k.people[i].going = k.leaving(b, i)
		k.people[i].says, _ = k.telling(b, i)
	}
	s.SetClock(i, k.leave, to >= sim.Others)
	if k.talk != nil {
		s.SetClock(i, k.tell, to >= sim.Others)
	}
	s.Report(k.desk, sim.Report{Who: i, What: int32(from)<<8 | int32(to)})
}

// Close implements sim.Closer: what has changed is seen by others from now on,
// and a switch makes one's ties look.
func (k *rivalry) Close(m *sim.Market, week float64) {
	m.Reports(k.desk, func(e sim.Report) {
		from, to := sim.Use(e.What>>8), sim.Use(e.What&255)
		k.shown[e.Who] = to
		k.vain += k.inVain(to, e.Who) - k.inVain(from, e.Who)
		if k.weighs && from != sim.Nothing && to != sim.Nothing && k.Follow > 0 {
			k.lead(e.Who, to)
		}
	})
	for r := range k.brands {
		k.date(&k.brands[r], sim.Others+sim.Use(r), week)
	}
	k.count(m)
}

// lead shows the ties of somebody who has switched the way.
func (k *rivalry) lead(i int32, to sim.Use) {
	for l, g := range k.m.Layers() {
		push := impulse(k.Follow) * k.m.Plan.Layers[l].Trust
		for _, j := range g.Neighbours(i) {
			switch {
			case push == 0 || k.m.Using(j) == to:
			case to != sim.Ours:
				k.m.PushClock(j, k.brands[to-sim.Others].clock, push)
			default:
				k.m.Push(j, k.source, i, push)
			}
		}
	}
}

// date lets a rival come and go, and its advertising end with its budget.
func (k *rivalry) date(b *brand, use sim.Use, week float64) {
	there, airing := b.on(week, 0), b.on(week, b.spent)
	if there == b.there && airing == b.airing {
		return
	}
	settleAll(k.m)
	gone := b.there && !there
	b.there, b.airing = there, airing
	for i := range int32(k.m.Customers()) {
		if gone && k.m.Using(i) == use {
			k.m.Forsake(i)
		}
	}
}

// Week implements sim.Accountant. What rivals earn and spend is not in our
// ledger.
func (k *rivalry) Week(m *sim.Market, week int) {
	for r := range k.brands {
		b := &k.brands[r]
		if !b.there {
			continue
		}
		m.Count(k.sales, b.further.whole(float64(float64(m.Level(b.users))*m.Plan.Rates.Buy.Customer)))
		if b.airing {
			before := math.Floor(b.spent + 0.5)
			b.spent += b.afford(b.Spend, b.spent)
			m.Count(k.spend, int64(math.Floor(b.spent+0.5)-before))
		}
	}
}
