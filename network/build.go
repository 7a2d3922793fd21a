package network

import (
	"fmt"
	"slices"
)

// Loss counts the ties that were given but are not in the graph.
type Loss struct {
	SelfTies   int // from a customer to themselves
	Duplicates int // further copies of a tie that is there
}

// FromTies builds the graph of some ties among the customers 0 … order-1. Self
// ties and repeated ties are left out and counted. An end that is no customer
// is a panic.
func FromTies(order int, ties []Tie, directed bool) (*Graph, Loss) {
	for _, t := range ties {
		if min(t[0], t[1]) < 0 || int(max(t[0], t[1])) >= order {
			panic(fmt.Sprintf("network: tie %d–%d: want ends in 0 … %d", t[0], t[1], order-1))
		}
	}
	g, lost := build(order, inLists(ties), directed, 1)
	var loss Loss
	for _, t := range lost {
		if t[0] == t[1] {
			loss.SelfTies++
		} else {
			loss.Duplicates++
		}
	}
	return g, loss
}

// build sorts ties into a graph, whatever lists they come in, and returns with
// it the ties that it left out: every self tie and every further copy of a
// tie. It takes O(customers + ties), and beyond the ties and the graph four
// bytes a tie.
//
// Ties are first dealt to buckets of neighbouring customers, so small that
// sorting one stays within a core's cache: their heads to where they will
// stand, and beside them which of the bucket's customers they belong to. A tie
// keeps its place among the others of its bucket, so that the graph, and the
// order of the ties left out, is the same for any number of workers.
func build(order int, ties supply, directed bool, workers int) (*Graph, []Tie) {
	return room{}.build(order, ties, directed, workers)
}

// room is memory that may be written over.
type room struct {
	heads []int32
	tails []uint16
}

// build is [build], in some room if that suffices. The graph may keep it.
func (r room) build(order int, ties supply, directed bool, workers int) (*Graph, []Tie) {
	b := newBuilder(order, ties, directed, workers)
	b.room = r
	b.count()
	b.deal()
	b.settle()
	return b.graph, b.close()
}

// builder is a graph on its way from ties to rows.
type builder struct {
	graph   *Graph
	room    room
	ties    supply
	workers int
	rooms   pool[*[]Tie]

	shift   int // bucket of customer i is i >> shift
	buckets int
	starts  []int    // first arc of each bucket, and the end of the last
	counts  [][]int  // of each group: arcs for each bucket, then where they begin
	self    []int    // of each group: self ties
	tails   []uint16 // whose the arcs are, counted from the bucket's first customer

	kept []int   // of each bucket: arcs that were no copies
	lost [][]Tie // of each bucket
}

func newBuilder(order int, ties supply, directed bool, workers int) *builder {
	shift := 10
	for order>>shift > 1<<8 && shift < 16 {
		shift++
	}
	b := &builder{ties: ties, workers: workers, shift: shift, buckets: order>>shift + 1}
	b.graph = &Graph{offsets: make([]uint32, order+1), directed: directed}
	b.kept, b.lost = make([]int, b.buckets), make([][]Tie, b.buckets)
	return b
}

// count learns how many arcs every group has for every bucket.
func (b *builder) count() {
	b.counts, b.self = make([][]int, b.ties.groups()), make([]int, b.ties.groups())
	each(b.workers, b.ties.groups(), func(k int) {
		counts, shift, self := make([]int, b.buckets), b.shift, 0
		room := b.rooms.take(func() *[]Tie { return new([]Tie) })
		defer b.rooms.give(room)
		for _, list := range b.ties.group(k, room) {
			for _, t := range list {
				if t[0] == t[1] {
					self++
					continue
				}
				counts[t[0]>>shift]++
				if !b.graph.directed {
					counts[t[1]>>shift]++
				}
			}
		}
		b.counts[k], b.self[k] = counts, self
	})
	b.starts = make([]int, b.buckets+1)
	at := 0
	for bucket := range b.buckets {
		b.starts[bucket] = at
		for _, counts := range b.counts {
			counts[bucket], at = at, at+counts[bucket]
		}
	}
	b.starts[b.buckets] = at
	if err := fits(float64(at) / 2); err != nil {
		panic("network: " + err.Error())
	}
	spare := 0 // for self ties that are switched
	for _, self := range b.self {
		spare += 2 * self
	}
	if b.graph.heads = b.room.heads; cap(b.graph.heads) < at+spare {
		b.graph.heads = make([]int32, at+spare)
	}
	if b.tails = b.room.tails; cap(b.tails) < at {
		b.tails = make([]uint16, at)
	}
	b.graph.heads, b.tails = b.graph.heads[:at], b.tails[:at]
}

// deal writes the arcs, so that those of a bucket lie side by side.
func (b *builder) deal() {
	each(b.workers, b.ties.groups(), func(k int) {
		next, shift, both := b.counts[k], b.shift, !b.graph.directed
		heads, tails := b.graph.heads, b.tails[:len(b.graph.heads)]
		mask := int32(1)<<shift - 1
		room := b.rooms.take(func() *[]Tie { return new([]Tie) })
		defer b.rooms.give(room)
		for _, list := range b.ties.group(k, room) {
			for _, t := range list {
				u, v := t[0], t[1]
				if u == v {
					continue
				}
				at := next[u>>shift]
				next[u>>shift] = at + 1
				heads[at], tails[at] = v, uint16(u&mask)
				if both {
					at := next[v>>shift]
					next[v>>shift] = at + 1
					heads[at], tails[at] = u, uint16(v&mask)
				}
			}
		}
		b.counts[k] = nil
	})
}

// settle sorts the arcs of every bucket into the rows of its customers and
// drops copies. Offsets count from the bucket's own start until close.
func (b *builder) settle() {
	var sorters pool[*sorter]
	each(b.workers, b.buckets, func(bucket int) {
		s := sorters.take(func() *sorter { return &sorter{} })
		b.settleOne(bucket, s)
		sorters.give(s)
	})
	b.tails = nil
}

// settleOne settles one bucket with a sorter that nobody else uses.
func (b *builder) settleOne(bucket int, s *sorter) {
	first := bucket << b.shift
	rows := b.graph.offsets[first:min(first+1<<b.shift, b.graph.Order())]
	heads := b.graph.heads[b.starts[bucket]:b.starts[bucket+1]]
	s.part(heads, b.tails[b.starts[bucket]:b.starts[bucket+1]], len(rows), b.graph.Order())
	kept := 0
	for i := range rows {
		rows[i] = uint32(kept)
		n, copies := settle(heads[kept:], s.row(i), s.copies[:0])
		kept += n
		for _, j := range copies {
			if i := int32(first + i); i < j || b.graph.directed {
				b.lost[bucket] = append(b.lost[bucket], Tie{i, j})
			}
		}
		s.copies = copies
	}
	b.kept[bucket] = kept
}

// close draws the buckets together and returns what was left out.
func (b *builder) close() []Tie {
	at := 0
	starts := make([]uint32, b.buckets)
	for bucket, kept := range b.kept {
		starts[bucket] = uint32(at)
		if from := b.starts[bucket]; from != at {
			copy(b.graph.heads[at:], b.graph.heads[from:from+kept])
		}
		at += kept
	}
	n := b.graph.Order()
	each(b.workers, b.buckets, func(k int) {
		for i := k << b.shift; i < min((k+1)<<b.shift, n); i++ {
			b.graph.offsets[i] += starts[k]
		}
	})
	b.graph.offsets[n] = uint32(at)
	if b.graph.heads = b.graph.heads[:at]; at < b.starts[b.buckets]/8*7 {
		b.graph.heads = slices.Clone(b.graph.heads)
	}
	var lost []Tie
	for k, self := range b.self {
		if self == 0 {
			continue
		}
		for _, list := range b.ties.group(k, new([]Tie)) {
			for _, t := range list {
				if t[0] == t[1] {
					lost = append(lost, t)
				}
			}
		}
	}
	return append(lost, slices.Concat(b.lost...)...)
}
