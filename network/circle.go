package network

import "grapevine/chance"

// circle ties up the members of one community after the other. They are
// numbered as they stand in it.
type circle struct {
	ties   []Tie // those that stand
	failed []Tie // those that found no place
	stubs  []int32
	wrong  []Tie
	known  tieSet
	draw   stream
}

// begin couples the inner stubs of a community at random, and switches ties
// that would be double, or from a customer to themselves, with others of it.
func (w *circle) begin(s *society, community int, luck chance.Luck) {
	w.stubs = s.within(community, w.stubs[:0])
	w.draw.reset(luck, innerStubs, community)
	w.draw.shuffle(w.stubs)
	w.ties, w.wrong, w.failed = w.ties[:0], w.wrong[:0], w.failed[:0]
	w.known.clear(len(w.stubs)/2, len(s.members[community]))
	for k := 0; k+1 < len(w.stubs); k += 2 {
		t := Tie{w.stubs[k], w.stubs[k+1]}
		if w.known.add(t) {
			w.ties = append(w.ties, t)
		} else {
			w.wrong = append(w.wrong, t)
		}
	}
	for _, t := range w.wrong {
		if !w.reconnect(t[0], t[1]) {
			w.failed = append(w.failed, t)
		}
	}
}

// reconnect switches u–v and a tie x–y to u–x and v–y, as [patch.reconnect].
func (w *circle) reconnect(u, v int32) bool {
	if len(w.ties) == 0 {
		return false
	}
	for range 1000 {
		half := chance.Below(w.draw.word(), 2*len(w.ties))
		t := &w.ties[half>>1]
		x, y := t[half&1], t[1-half&1]
		if w.known.has(u, x) || w.known.has(v, y) || u == y && v == x {
			continue
		}
		w.known.add(Tie{u, x})
		w.known.add(Tie{v, y})
		w.known.remove(Tie{x, y})
		*t = Tie{u, x}
		w.ties = append(w.ties, Tie{v, y})
		return true
	}
	return false
}

// tieSet is a set of undirected ties, and of everybody's to themselves. Among
// few members it is a table of bits, among many one with open addressing and
// linear probing.
type tieSet struct {
	words int32    // of the bits of a member; 0 if they are many
	bits  []uint64 // each tie from both ends

	slots []uint64 // smaller end in the upper half, both plus one; 0 if free
	shift int
}

// clear empties the set and makes room for so many ties among so many members.
func (p *tieSet) clear(ties, members int) {
	const few = 1 << 9 // 32 KB of bits
	if p.words = 0; members <= few {
		p.words = int32(members+63) / 64
		if p.bits == nil {
			p.bits = make([]uint64, few*few/64)
		}
		clear(p.bits[:members*int(p.words)])
		for i := range int32(members) {
			p.flip(i, i)
		}
		return
	}
	size, shift := 16, 60
	for size < 2*(ties+2) {
		size, shift = 2*size, shift-1
	}
	if size > cap(p.slots) {
		p.slots = make([]uint64, size)
	}
	p.slots, p.shift = p.slots[:size], shift
	clear(p.slots)
}

// flip changes the bit of i's tie to j.
func (p *tieSet) flip(i, j int32) { p.bits[i*p.words+j>>6] ^= 1 << (j & 63) }

// has reports whether a tie is there.
func (p *tieSet) has(i, j int32) bool {
	if p.words > 0 {
		return p.bits[i*p.words+j>>6]>>(j&63)&1 != 0
	}
	return p.probe(i, j)
}

// probe is has among many members.
func (p *tieSet) probe(i, j int32) bool { return i == j || p.slots[p.find(keyOf(Tie{i, j}))] != 0 }

// add reports whether a tie was not there.
func (p *tieSet) add(t Tie) bool {
	switch {
	case p.has(t[0], t[1]):
		return false
	case p.words > 0:
		p.flip(t[0], t[1])
		p.flip(t[1], t[0])
	default:
		key := keyOf(t)
		p.slots[p.find(key)] = key
	}
	return true
}

// remove takes out a tie that is there.
func (p *tieSet) remove(t Tie) {
	if p.words > 0 {
		p.flip(t[0], t[1])
		p.flip(t[1], t[0])
		return
	}
	// The gap is closed: Knuth, The Art of Computer Programming 3, algorithm 6.4R.
	mask := len(p.slots) - 1
	gap := p.find(keyOf(t))
	for k := (gap + 1) & mask; p.slots[k] != 0; k = (k + 1) & mask {
		if (k-p.home(p.slots[k]))&mask >= (k-gap)&mask {
			p.slots[gap] = p.slots[k]
			gap = k
		}
	}
	p.slots[gap] = 0
}

// keyOf is how a tie stands in a slot.
func keyOf(t Tie) uint64 { return uint64(min(t[0], t[1])+1)<<32 | uint64(max(t[0], t[1])+1) }

// home is the slot at which the search for a tie begins.
func (p *tieSet) home(key uint64) int { return int(key * 0x9E3779B97F4A7C15 >> p.shift) }

// find returns the slot of a tie, or the free one where it would stand.
func (p *tieSet) find(key uint64) int {
	k := p.home(key)
	for p.slots[k] != 0 && p.slots[k] != key {
		k = (k + 1) & (len(p.slots) - 1)
	}
	return k
}
