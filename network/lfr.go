package network

import (
	"cmp"
	"fmt"
	"slices"

	"grapevine/chance"
)

// LFR is the benchmark of Lancichinetti, Fortunato & Radicchi (Physical Review
// E 78, 2008): degrees and community sizes follow power laws, and a share
// Mixing of everybody's ties leads out of the community. Ties that would be
// double are reconnected by switches, so that degrees are kept. It takes
// O(customers log customers + ties).
type LFR struct {
	MeanDegree        float64 `toml:"mean_degree" default:"15" range:"[1,)" doc:"Ties of a customer on average."`
	MaxDegree         int     `toml:"max_degree" default:"50" range:"[1,)" doc:"Most ties of a customer."`
	DegreeExponent    float64 `toml:"degree_exponent" default:"2.5" range:"(1,)" doc:"Exponent of the power law of degrees."`
	CommunityExponent float64 `toml:"community_exponent" default:"1.5" range:"[0,)" doc:"Exponent of the power law of community sizes."`
	MinCommunity      int     `toml:"min_community" default:"20" range:"[2,)" doc:"Customers of the smallest community."`
	MaxCommunity      int     `toml:"max_community" default:"100" range:"[2,)" doc:"Customers of the largest community."`
	Mixing            float64 `toml:"mixing" default:"0.2" range:"[0,1]" doc:"Share of a customer's ties that lead to other communities."`
}

var (
	communitySizes = chance.NewPurpose("network: sizes of communities")
	moving         = chance.NewPurpose("network: who lives in which community")
	innerStubs     = chance.NewPurpose("network: whose stubs meet within a community")
	innerShares    = chance.NewPurpose("network: rounding of ties within the community")
)

// Validate implements [Generator].
func (l *LFR) Validate(customers int) []error {
	inner := int((1-l.Mixing)*float64(l.MaxDegree)) + 1
	return faults(l,
		unless(l.MeanDegree < float64(l.MaxDegree), "mean_degree", l.MeanDegree, "less than max_degree = %d", l.MaxDegree),
		unless(l.MaxDegree < customers, "max_degree", l.MaxDegree, "less than customers = %d", customers),
		unless(l.MinCommunity <= l.MaxCommunity, "min_community", l.MinCommunity, "at most max_community = %d", l.MaxCommunity),
		unless(l.MaxCommunity <= customers, "max_community", l.MaxCommunity, "at most customers = %d", customers),
		unless(l.MaxCommunity > inner, "max_community", l.MaxCommunity, "more than %d, so that a customer with max_degree = %d ties finds (1 - mixing) of them there", inner, l.MaxDegree),
		unless(l.Mixing == 0 || 2*l.MaxCommunity <= customers, "max_community", l.MaxCommunity, "at most half of customers = %d, so that there are others to mix with", customers),
		fits(l.MeanDegree*float64(customers)/2))
}

// society is who is to have how many ties, and where.
type society struct {
	degrees, inner []int32
	community      []int32
	members        [][]int32
}

// settle draws degrees, communities and who lives where.
func (l *LFR) settle(customers int, luck chance.Luck, workers int) (*society, error) {
	s := &society{degrees: make([]int32, customers), inner: make([]int32, customers), community: make([]int32, customers)}
	drawDegrees(s.degrees, powerLawOf(l.DegreeExponent, l.MeanDegree, l.MaxDegree), luck, workers)
	each(workers, (customers+chunk-1)/chunk, func(k int) {
		for i := k * chunk; i < min((k+1)*chunk, customers); i++ {
			// Rounded up as often as is right on average.
			d := s.degrees[i]
			s.inner[i] = int32(float64(float64(d)*(1-l.Mixing)) + luck.Uniform(innerShares, uint32(i), 0))
			s.inner[i] = min(s.inner[i], d)
		}
	})
	order := descending(s.inner)
	for try := range 100 {
		if s.house(order, l.sizes(customers, newStream(luck, communitySizes, try)), newStream(luck, moving, try)) {
			return s, nil
		}
	}
	return nil, fmt.Errorf("max_community = %d: want larger communities, for customers with many ties find no room", l.MaxCommunity)
}

// sizes draws community sizes until all customers have room. What is too much
// is taken from the communities in turn, or the last is spread over the others.
func (l *LFR) sizes(customers int, draw *stream) []int {
	law, sum := powerLaw(l.CommunityExponent, l.MinCommunity, l.MaxCommunity), 0
	var all []int
	for sum < customers {
		all = append(all, law.at(draw.unit()))
		sum += all[len(all)-1]
	}
	for moved := true; sum > customers && moved; {
		moved = false
		for k := range all {
			if all[k] > l.MinCommunity && sum > customers {
				all[k]--
				sum--
				moved = true
			}
		}
	}
	if sum > customers { // all are as small as may be: one too many
		all = all[:len(all)-1]
		for sum -= l.MinCommunity; sum < customers; sum++ {
			all[draw.below(len(all))]++
		}
	}
	return all
}

// house gives everybody a random free place in a community that is large
// enough for their inner ties, in an order in which those with most come first.
// It reports false if somebody finds none.
func (s *society) house(order []int32, sizes []int, draw *stream) bool {
	slices.SortFunc(sizes, func(a, b int) int { return cmp.Compare(b, a) })
	s.members = make([][]int32, len(sizes))
	room := make([]int32, len(order))
	for c, size := range sizes {
		s.members[c], room = room[:0:size], room[size:]
	}
	var places []int32
	open := 0
	for _, i := range order {
		for ; open < len(sizes) && sizes[open] > int(s.inner[i]); open++ {
			for range sizes[open] {
				places = append(places, int32(open))
			}
		}
		if len(places) == 0 {
			return false
		}
		at, last := draw.below(len(places)), len(places)-1
		c := places[at]
		places[at], places = places[last], places[:last]
		s.community[i] = c
		s.members[c] = append(s.members[c], i)
	}
	return true
}

// Generate implements [Generator].
func (l *LFR) Generate(customers int, luck chance.Luck, workers int) (*Graph, error) {
	s, err := l.settle(customers, luck, workers)
	if err != nil {
		return nil, err
	}
	// Communities are tied up each on its own, some at a time.
	const some = 32
	inside := make([][]Tie, (len(s.members)+some-1)/some)
	failed := make([][]Tie, len(inside))
	var circles pool[*circle]
	each(workers, len(inside), func(k int) {
		w, stubs := circles.take(func() *circle { return &circle{} }), int32(0)
		for _, members := range s.members[k*some : min((k+1)*some, len(s.members))] {
			for _, i := range members {
				stubs += s.inner[i] + 1
			}
		}
		inside[k] = make([]Tie, 0, stubs/2)
		for c := k * some; c < min((k+1)*some, len(s.members)); c++ {
			w.begin(s, c, luck)
			inside[k] = asTies(inside[k], w.ties, s.members[c])
			failed[k] = asTies(failed[k], w.failed, s.members[c])
		}
		circles.give(w)
	})
	outer := make([]int32, customers)
	for i := range outer {
		outer[i] = s.degrees[i] - s.inner[i]
	}
	// A community may be too small for its inner ties: they lead outwards then.
	for _, list := range failed {
		for _, t := range list {
			outer[t[0]]++
			outer[t[1]]++
		}
	}
	stubs := stubsOf(outer, workers)
	outside := permute(stubs, make([]uint16, len(stubs)), luck, stubOrder, workers)
	draw := newStream(luck, repairs, 0)
	across, strays := s.across(outside, draw, workers)
	g, doubles := build(customers, inLists(append(inside, across)...), false, workers)
	p := newPatch(g)
	apart := func(i, j int32) bool { return s.community[i] != s.community[j] }
	for _, t := range append(doubles, strays...) {
		pick := func() Tie {
			if t := g.across(outside, draw); apart(t[0], t[1]) {
				return t
			}
			return Tie{}
		}
		if err := p.reconnect(t[0], t[1], 100_000, pick, apart); err != nil {
			return nil, err
		}
	}
	return p.apply(), nil
}

// across couples outer stubs. Ties that meet within a community are switched
// with others, double ones or not, as [patch.reconnect] does; those that could
// not be are returned apart.
func (s *society) across(stubs []int32, draw *stream, workers int) (ties, strays []Tie) {
	ties = make([]Tie, len(stubs)/2)
	same := func(i, j int32) bool { return s.community[i] == s.community[j] }
	found := make([][]int, (len(ties)+chunk-1)/chunk)
	each(workers, len(found), func(part int) {
		for k := part * chunk; k < min((part+1)*chunk, len(ties)); k++ {
			ties[k] = Tie{stubs[2*k], stubs[2*k+1]}
			if same(ties[k][0], ties[k][1]) {
				found[part] = append(found[part], k)
			}
		}
	})
	wrong := slices.Concat(found...)
	for _, k := range wrong {
		t := &ties[k]
		for try := 0; try < 100 && same(t[0], t[1]); try++ {
			other := &ties[draw.below(len(ties))]
			if x, y := other[0], other[1]; !same(x, y) && !same(t[0], x) && !same(t[1], y) {
				t[1], other[0], other[1] = x, t[1], y
			}
		}
	}
	for _, k := range wrong {
		if t := ties[k]; same(t[0], t[1]) {
			strays = append(strays, t)
		}
	}
	if len(strays) > 0 {
		ties = slices.DeleteFunc(ties, func(t Tie) bool { return same(t[0], t[1]) })
	}
	return ties, strays
}

// asTies appends ties between members of a community.
func asTies(to, ties []Tie, members []int32) []Tie {
	for _, t := range ties {
		to = append(to, Tie{members[t[0]], members[t[1]]})
	}
	return to
}

// within appends the inner stubs of a community, by the place of a member. If
// their number is odd, a member turns one of them outwards, or one inwards.
func (s *society) within(c int, stubs []int32) []int32 {
	sum, size := 0, len(s.members[c])
	for _, i := range s.members[c] {
		sum += int(s.inner[i])
	}
	for _, i := range s.members[c] {
		if sum%2 == 0 {
			break
		}
		if s.inner[i] < s.degrees[i] && int(s.inner[i]) < size-1 {
			s.inner[i]++
			sum++
		}
	}
	for k, i := range s.members[c] {
		if sum%2 != 0 && s.inner[i] > 0 {
			s.inner[i]--
			sum--
		}
		for range s.inner[i] {
			stubs = append(stubs, int32(k))
		}
	}
	return stubs
}

// Planted implements [Planter].
func (l *LFR) Planted(customers int, luck chance.Luck) []int32 {
	s, err := l.settle(customers, luck, 1)
	if err != nil {
		return make([]int32, customers)
	}
	return s.community
}
