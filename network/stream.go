package network

import (
	"math/bits"

	"grapevine/chance"
)

// stream is a row of draws for one block of a graph: PCG-DXSM (O'Neill 2014),
// the draws of rand.PCG in math/rand/v2. It is the same on every machine.
type stream struct{ high, low uint64 }

func newStream(l chance.Luck, p chance.Purpose, block int) *stream {
	s := new(stream)
	s.reset(l, p, block)
	return s
}

// reset makes the stream that of another block.
func (s *stream) reset(l chance.Luck, p chance.Purpose, block int) {
	s.high, s.low = l.Bits(p, uint32(block), uint32(uint64(block)>>32))
}

// word returns 64 random bits.
func (s *stream) word() (bits uint64) {
	s.high, s.low, bits = pcg(s.high, s.low)
	return bits
}

// words draws many at once, which takes half the time of one by one: the state
// stays in registers.
func (s *stream) words(to []uint64) {
	high, low := s.high, s.low
	for k := range to {
		high, low, to[k] = pcg(high, low)
	}
	s.high, s.low = high, low
}

// handful is how many draws are worth making at once.
const handful = 256

// pcg returns the state that follows another, and its 64 bits.
func pcg(high, low uint64) (h, l, word uint64) {
	const timesHigh, timesLow, times = 2549297995355413924, 4865540595714422341, 0xda942042e4dd58b5
	const plusHigh, plusLow = 6364136223846793005, 1442695040888963407
	h, l = bits.Mul64(low, timesLow)
	h += high*timesLow + low*timesHigh
	l, carry := bits.Add64(l, plusLow, 0)
	h, _ = bits.Add64(h, plusHigh, carry)
	word = (h ^ h>>32) * times
	return h, l, (word ^ word>>48) * (l | 1)
}

// unit returns a number in (0, 1).
func (s *stream) unit() float64 { return chance.Unit(s.word()) }

// below returns one of 0 … n-1.
func (s *stream) below(n int) int { return chance.Below(s.word(), n) }

// manyBelow fills a list with them; n is 2¹⁶ at most.
func (s *stream) manyBelow(n int, to []uint16) {
	high, low, word := s.high, s.low, uint64(0)
	for k := range to {
		high, low, word = pcg(high, low)
		to[k] = uint16(chance.Below(word, n))
	}
	s.high, s.low = high, low
}

// pair returns two different customers below n.
func (s *stream) pair(n int) Tie {
	i, j := s.below(n), s.below(n-1)
	if j >= i {
		j++
	}
	return Tie{int32(i), int32(j)}
}

// shuffle puts customers in random order (Fisher & Yates).
func (s *stream) shuffle(all []int32) {
	var words [handful]uint64
	for i := len(all) - 1; i > 0; {
		now := words[:min(i, handful)]
		s.words(now)
		for _, word := range now {
			j := chance.Below(word, i+1)
			all[i], all[j] = all[j], all[i]
			i--
		}
	}
}
