package sim

import "math/bits"

// calendar says whom a span looks at in which step: a set of customers for
// every step of the present block of steps, and one for every later block. A
// set is a bit a customer, so that it costs next to nothing to look through,
// and those in it come in order.
//
// It may hold more than it needs to: who was written down for a step may have
// been looked at before. The customer's own wake tells.
type calendar struct {
	words int      // of a set
	shift uint32   // a block is 2^shift steps
	block int32    // the present one
	days  []uint64 // sets by step within the present block
	later []uint64 // sets by block
}

// open makes an empty calendar for some customers and steps. Blocks are about
// as many as the steps in one, which takes the least room.
func (k *calendar) open(customers, steps int) {
	k.words, k.block, k.shift = (customers+63)/64, -1, 0
	for 1<<(2*k.shift) < steps {
		k.shift++
	}
	k.days = cleared(&k.days, k.words<<k.shift)
	k.later = cleared(&k.later, k.words*(steps>>k.shift+1))
}

// add writes a customer down, by place in the span, for a step not before the
// present block. Beyond the last step nobody is looked at.
func (k *calendar) add(at, step int32) {
	sets, set := k.days, int(step)&(1<<k.shift-1)
	if block := step >> k.shift; block != k.block {
		sets, set = k.later, int(block)
		if set*k.words >= len(sets) {
			return
		}
	}
	sets[set*k.words+int(at>>6)] |= 1 << (at & 63)
}

// turn opens the block of a step, if it is not open yet: each of those written
// down for it gets a day.
func (k *calendar) turn(step int32, customers []customer) {
	block := step >> k.shift
	if block == k.block {
		return
	}
	k.block = block
	for w, set := range k.later[int(block)*k.words:][:k.words] {
		for ; set != 0; set &= set - 1 {
			at := w<<6 + bits.TrailingZeros64(set)
			if wake := customers[at].wake; wake>>k.shift == block {
				k.add(int32(at), wake)
			}
		}
	}
}

// take appends to a list those written down for a step of the present block,
// by place in the span, and crosses them out.
func (k *calendar) take(step int32, due []int32) []int32 {
	sets := k.days[(int(step)&(1<<k.shift-1))*k.words:][:k.words]
	for w, set := range sets {
		for ; set != 0; set &= set - 1 {
			due = append(due, int32(w<<6+bits.TrailingZeros64(set)))
		}
	}
	clear(sets)
	return due
}
