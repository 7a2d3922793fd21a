package network

import (
	"slices"

	"grapevine/chance"
)

// CommunitiesOf looks for communities with many ties inside and few between,
// in that their [Modularity] is large, by the algorithm of Leiden: Traag,
// Waltman & van Eck (Scientific Reports 9, 2019), where customers join the best
// of the candidates. Every community is connected. They are numbered from 0 by
// their first member.
//
// Direction and strength of ties do not matter. Luck decides the order in which
// customers choose, nothing else does. Time is about O(ties) a round, of which
// there are few.
func CommunitiesOf(g *Graph, luck chance.Luck) []int32 {
	ground := newLevel(mutual(g, 1))
	draw := newStream(luck, choosing, 0)
	all := everyone(g.Order())
	for range rounds {
		found, _ := number(ground.climb(all, draw))
		if slices.Equal(found, all) {
			break
		}
		all = found
	}
	return all
}

// rounds is the largest number of times that communities are looked for, each
// time beginning with those that were found; more bring little.
const rounds = 3

// climb improves communities, gathers each of their parts into one node, and
// does the same again, until nothing is to be gathered.
func (l *level) climb(community []int32, draw *stream) []int32 {
	community = slices.Clone(community)
	of := everyone(len(community)) // nodes of the present level, by customer
	for {
		l.move(community, draw)
		if !slices.Contains(shared(community), true) {
			break
		}
		part, parts := number(l.refine(community, draw))
		if parts == len(community) {
			part, parts = number(community)
		}
		next := make([]int32, parts)
		for i, c := range community {
			next[part[i]] = c
		}
		for k, i := range of {
			of[k] = part[i]
		}
		l = l.gather(part, parts)
		community, _ = number(next)
	}
	for k, i := range of {
		of[k] = community[i]
	}
	return of
}

var choosing = chance.NewPurpose("network: in which order customers choose communities")

// shared tells for every community whether it has several members.
func shared(community []int32) []bool {
	has, several := make([]bool, len(community)), make([]bool, len(community))
	for _, c := range community {
		several[c] = has[c]
		has[c] = true
	}
	return several
}

// number numbers communities from 0 by their first member.
func number(of []int32) ([]int32, int) {
	if len(of) == 0 {
		return nil, 0
	}
	numbers := make([]int32, slices.Max(of)+1) // one more than the number, 0 is none
	all, n := make([]int32, len(of)), int32(0)
	for i, c := range of {
		if numbers[c] == 0 {
			n++
			numbers[c] = n
		}
		all[i] = numbers[c] - 1
	}
	return all, int(n)
}

// level is a graph whose nodes are parts of communities.
type level struct {
	offsets []uint32
	heads   []int32
	weights []uint32 // ties between two nodes
	degree  []uint32 // ends of ties at a node, those within it too
	ends    float64  // of all ties

	// Of the node in hand:
	ties    []uint32 // to each community
	touched []int32  // communities with such ties
}

// newLevel is the lowest level, whose nodes are customers.
func newLevel(g *Graph) *level {
	l := &level{offsets: g.offsets, heads: g.heads, weights: make([]uint32, len(g.heads)), degree: make([]uint32, g.Order())}
	for k := range l.weights {
		l.weights[k] = 1
	}
	for i := range l.degree {
		l.degree[i] = uint32(g.Degree(int32(i)))
	}
	l.begin()
	return l
}

// begin makes ready what is worked out from degrees.
func (l *level) begin() {
	l.ties = make([]uint32, len(l.degree))
	for _, d := range l.degree {
		l.ends += float64(d)
	}
}

// meet counts the ties of a node with each community, those that have a given
// value in some other list alone if there is one.
func (l *level) meet(i int32, community, within []int32) {
	for _, c := range l.touched {
		l.ties[c] = 0
	}
	l.touched = l.touched[:0]
	for k := l.offsets[i]; k < l.offsets[i+1]; k++ {
		j := l.heads[k]
		if within != nil && within[j] != within[i] {
			continue
		}
		c := community[j]
		if l.ties[c] == 0 {
			l.touched = append(l.touched, c)
		}
		l.ties[c] += l.weights[k]
	}
}

// expected is the number of ties between two sets with so many ends if ties
// were random.
func (l *level) expected(a, b float64) float64 { return float64(a * b / l.ends) }

// move lets nodes change to the community where modularity is largest, and
// their neighbours think again, until nobody wants to move.
func (l *level) move(community []int32, draw *stream) {
	n := len(community)
	ends := make([]float64, n) // of each community
	members := make([]int32, n)
	for i, c := range community {
		ends[c] += float64(l.degree[i])
		members[c]++
	}
	var empty []int32
	for c := range members {
		if members[c] == 0 {
			empty = append(empty, int32(c))
		}
	}
	queue := everyone(n)
	draw.shuffle(queue)
	waiting := make([]bool, n)
	for i := range waiting {
		waiting[i] = true
	}
	for head, left := 0, n; left > 0; left-- {
		i := queue[head]
		if head++; head == n {
			head = 0
		}
		waiting[i] = false
		own, d := community[i], float64(l.degree[i])
		l.meet(i, community, nil)
		ends[own] -= d
		members[own]--
		best, gain := own, float64(l.ties[own])-l.expected(d, ends[own])
		for _, c := range l.touched {
			if x := float64(l.ties[c]) - l.expected(d, ends[c]); x > gain {
				best, gain = c, x
			}
		}
		if gain < 0 && len(empty) > 0 {
			best, empty = empty[len(empty)-1], empty[:len(empty)-1]
		}
		ends[best] += d
		members[best]++
		if best == own {
			continue
		}
		if community[i] = best; members[own] == 0 {
			empty = append(empty, own)
		}
		for _, j := range l.heads[l.offsets[i]:l.offsets[i+1]] {
			if !waiting[j] && community[j] != best {
				waiting[j] = true
				queue[(head+left-1)%n] = j
				left++
			}
		}
	}
}

// refine divides communities into parts that are well connected: alone at
// first, nodes join a part of their own community as long as that is a gain.
func (l *level) refine(community []int32, draw *stream) []int32 {
	n := len(community)
	whole := make([]float64, n) // ends of ties, by community
	for i, c := range community {
		whole[c] += float64(l.degree[i])
	}
	part := everyone(n)
	ends, out := make([]float64, n), make([]float64, n) // by part: ends of ties, and ties to the rest of the community
	alone := make([]bool, n)
	for i := range int32(n) {
		ends[i], alone[i] = float64(l.degree[i]), true
		for k := l.offsets[i]; k < l.offsets[i+1]; k++ {
			if community[l.heads[k]] == community[i] {
				out[i] += float64(l.weights[k])
			}
		}
	}
	well := func(p, c int32) bool { return out[p] >= l.expected(ends[p], whole[c]-ends[p]) }
	order := everyone(n)
	draw.shuffle(order)
	for _, i := range order {
		c := community[i]
		if !alone[i] || !well(i, c) {
			continue
		}
		l.meet(i, part, community)
		best, gain := i, 0.0
		for _, p := range l.touched {
			if x := float64(l.ties[p]) - l.expected(ends[i], ends[p]); x > gain && well(p, c) {
				best, gain = p, x
			}
		}
		if best == i {
			continue
		}
		out[best] += out[i] - 2*float64(l.ties[best])
		ends[best] += ends[i]
		part[i], alone[best] = best, false
		ends[i], out[i] = 0, 0
	}
	return part
}

// gather returns the level whose nodes are the parts.
func (l *level) gather(part []int32, parts int) *level {
	starts := make([]int32, parts+1)
	for _, p := range part {
		starts[p+1]++
	}
	for p := range parts {
		starts[p+1] += starts[p]
	}
	members := make([]int32, len(part))
	next := slices.Clone(starts[:parts])
	for i, p := range part {
		members[next[p]] = int32(i)
		next[p]++
	}
	up := &level{offsets: make([]uint32, parts+1), degree: make([]uint32, parts)}
	ties := make([]uint32, parts)
	for p := range int32(parts) {
		first := len(up.heads)
		for _, i := range members[starts[p]:starts[p+1]] {
			up.degree[p] += l.degree[i]
			for k := l.offsets[i]; k < l.offsets[i+1]; k++ {
				to := part[l.heads[k]]
				if to == p {
					continue
				}
				if ties[to] == 0 {
					up.heads = append(up.heads, to)
				}
				ties[to] += l.weights[k]
			}
		}
		for _, to := range up.heads[first:] {
			up.weights = append(up.weights, ties[to])
			ties[to] = 0
		}
		up.offsets[p+1] = uint32(len(up.heads))
	}
	up.begin()
	return up
}
