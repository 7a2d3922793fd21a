package network

import (
	"math/bits"
	"slices"
)

// sorter puts the arcs of a bucket in order, with room that it uses again.
type sorter struct {
	heads  []int32  // of the rows, one after the other
	ends   []uint32 // where they end
	spare  []int32
	tails  []uint16
	copies []int32 // of the last row

	wild int // so many buckets to come are taken to be in disorder, as the last was
}

// part parts heads by the row they belong to. Rows come out nearly in order if
// that is to be had.
func (s *sorter) part(heads []int32, tails []uint16, rows, order int) {
	s.heads = slices.Grow(s.heads[:0], len(heads))[:len(heads)]
	s.ends = slices.Grow(s.ends[:0], rows+1)[:rows+1]
	clear(s.ends)
	next := s.ends[1:]
	for _, i := range tails {
		next[i]++
	}
	at := uint32(0)
	for i, n := range next {
		next[i], at = at, at+n
	}
	if s.wild == 0 {
		s.deal(heads, tails)
		if s.orderly(rows) {
			return
		}
		s.wild = 16
		copy(next, s.ends[:rows]) // where rows begin again
	}
	s.wild--
	s.deal(s.roughly(heads, tails, order))
}

// deal gives each head to its row; those of a row keep their order.
func (s *sorter) deal(heads []int32, tails []uint16) {
	next, to := s.ends[1:], s.heads
	tails = tails[:len(heads)]
	for k, head := range heads {
		at := next[tails[k]]
		next[tails[k]] = at + 1
		to[at] = head
	}
}

// orderly sorts some rows by insertion and reports whether that took few moves.
func (s *sorter) orderly(rows int) bool {
	some := uint32(0)
	moves := 0
	var room []int32
	for i := 0; i < rows && some < 512; i++ {
		row := s.row(i)
		some += uint32(len(row))
		room = slices.Grow(room[:0], len(row))
		_, _, n := insert(room[:len(row)], row, nil)
		moves += n
	}
	return moves <= 2*int(some)
}

// roughly puts arcs in the order of the upper bits of their heads, so that
// rows made of them need only a few moves.
func (s *sorter) roughly(heads []int32, tails []uint16, order int) ([]int32, []uint16) {
	const fine = 12
	shift := max(bits.Len(uint(order-1))-fine, 0)
	s.spare = slices.Grow(s.spare[:0], len(heads))[:len(heads)]
	s.tails = slices.Grow(s.tails[:0], len(tails))[:len(tails)]
	var next [1 << fine]uint32
	for _, head := range heads {
		next[head>>shift&(1<<fine-1)]++
	}
	at := uint32(0)
	for k, n := range next {
		next[k], at = at, at+n
	}
	tails = tails[:len(heads)]
	to, whose := s.spare, s.tails[:len(s.spare)]
	for k, head := range heads {
		class := head >> shift & (1<<fine - 1)
		at := next[class]
		next[class] = at + 1
		to[at], whose[at] = head, tails[k]
	}
	return to, whose
}

// row returns the heads of a row.
func (s *sorter) row(i int) []int32 { return s.heads[s.ends[i]:s.ends[i+1]] }

// settle writes a row in ascending order, each head once, and returns how many
// that are. Further copies are appended to a list, in ascending order.
func settle(to, row, copies []int32) (int, []int32) {
	had := len(copies)
	kept, copies, moves := insert(to, row, copies)
	if moves > patience*len(row) {
		slices.Sort(row)
		kept, copies, _ = insert(to, row, copies[:had])
	}
	if len(copies) > had+1 {
		slices.Sort(copies[had:])
	}
	return kept, copies
}

// patience is the number of moves for a head after which insertion gives up.
const patience = 16

// insert sorts by insertion, which costs next to nothing if a row is nearly in
// order. It returns how many different heads there are, with the copies left
// out, and the number of moves.
func insert(to, row, copies []int32) (kept int, left []int32, moves int) {
	last := int32(-1)
	for _, head := range row {
		if head > last {
			to[kept] = head
			last = head
			kept++
			continue
		}
		k := kept
		for ; k > 0 && to[k-1] > head; k-- {
			to[k] = to[k-1]
		}
		if k > 0 && to[k-1] == head {
			copy(to[k:kept], to[k+1:kept+1])
			copies = append(copies, head)
			continue
		}
		to[k] = head
		if moves += kept - k; moves > patience*len(row) {
			return kept, copies, moves
		}
		kept++
		last = to[kept-1]
	}
	return kept, copies, moves
}
