// Package chance deals every customer their luck: a draw is named by who it is
// for, what it is for and how often that has happened before, so that the same
// customer meets the same luck under every strategy, on any number of cores.
package chance

import (
	"fmt"
	"hash/fnv"
	"math/bits"
	"math/rand/v2"
	"sync"
)

// Luck is all the randomness of one replicate. It holds no state: a draw is a
// function of its name, so draws may be taken in any order, by any worker, or
// not at all.
type Luck struct{ key uint64 }

// Of returns the luck of a replicate under a master seed. Neighbouring seeds
// and neighbouring replicates are unrelated.
func Of(seed uint64, replicate int) Luck {
	a, b := philox(seed, uint64(replicate), weyl, rounds)
	return Luck{key: a ^ bits.RotateLeft64(b, 32)}
}

// Apart returns another luck derived from l, as for another brand or layer,
// whose draws have nothing to do with those of l or of other parts. Parts are
// numbers of 32 bits, so that they are the same on machines of 32 bits too.
func (l Luck) Apart(part int) Luck {
	a, b := philox(uint64(uint32(part)), ^uint64(0), l.key, rounds)
	return Luck{key: a ^ bits.RotateLeft64(b, 32)}
}

// Bits returns the 128 random bits named by a purpose, a customer (or any
// other index) and the count of earlier draws for both. Two names never share
// their bits: for a given luck the map from names to bits is one to one.
func (l Luck) Bits(p Purpose, who, count uint32) (uint64, uint64) {
	return philox(uint64(who)|uint64(count)<<32, uint64(p), l.key, rounds)
}

// Uniform returns a number in (0, 1), never 0 or 1.
func (l Luck) Uniform(p Purpose, who, count uint32) float64 {
	a, _ := l.Bits(p, who, count)
	return Unit(a)
}

// Uniforms returns two independent numbers in (0, 1) for the price of one.
func (l Luck) Uniforms(p Purpose, who, count uint32) (float64, float64) {
	a, b := l.Bits(p, who, count)
	return Unit(a), Unit(b)
}

// Resistance returns a draw of the exponential distribution of mean 1, with
// which a clock is wound (Sellke 1983).
func (l Luck) Resistance(p Purpose, who, count uint32) float64 {
	a, _ := l.Bits(p, who, count)
	return -Log(Unit(a))
}

// Resistances returns two independent such draws for the price of one.
func (l Luck) Resistances(p Purpose, who, count uint32) (float64, float64) {
	a, b := l.Uniforms(p, who, count)
	return -Log(a), -Log(b)
}

// Normal returns a draw of the standard normal distribution.
func (l Luck) Normal(p Purpose, who, count uint32) float64 {
	a, _ := l.Bits(p, who, count)
	return Quantile(Unit(a))
}

// Rand returns a stream of draws for work that needs many in a row, such as a
// block of a generated graph. The stream belongs to (p, block) alone. Its
// ExpFloat64 and NormFloat64 are not the same on every machine: use [Log] and
// [Quantile] on Float64 instead.
func (l Luck) Rand(p Purpose, block uint32) *rand.Rand {
	a, b := l.Bits(p, block, 0)
	return rand.New(rand.NewPCG(a, b))
}

// Unit maps 64 random bits to a number in (0, 1), never 0 or 1.
func Unit(b uint64) float64 { return (float64(b>>12) + 0.5) * (1.0 / (1 << 52)) }

// Below maps 64 random bits to one of 0 … n-1 (Lemire 2019, without the
// rejection: for n below 2³² no outcome is off by more than one part in 2³²).
func Below(b uint64, n int) int {
	hi, _ := bits.Mul64(b, uint64(n))
	return int(hi)
}

// Purpose says what a draw is for.
type Purpose uint32

var (
	purposesMutex sync.Mutex
	purposes      = map[Purpose]string{}
)

// NewPurpose returns the purpose with a name. It panics if the name, or
// another one with the same number, is taken: two purposes never share draws.
// Call it once, for a package variable.
func NewPurpose(name string) Purpose {
	h := fnv.New32a()
	h.Write([]byte(name))
	p := Purpose(h.Sum32())
	purposesMutex.Lock()
	defer purposesMutex.Unlock()
	if other, taken := purposes[p]; taken {
		panic(fmt.Sprintf("chance: purposes %q and %q have the same number: rename one", other, name))
	}
	purposes[p] = name
	return p
}

// rounds is one more than the six with which Philox2x64 passes the BigCrush
// battery of tests (Salmon, Moraes, Dror & Shaw 2011).
const rounds = 7

const (
	multiplier = 0xD2B74407B1CE6E93
	weyl       = 0x9E3779B97F4A7C15
)

// philox is the counter-based generator Philox2x64 of Salmon, Moraes, Dror &
// Shaw, "Parallel random numbers: as easy as 1, 2, 3" (2011).
func philox(c0, c1, key uint64, rounds int) (uint64, uint64) {
	for range rounds {
		hi, lo := bits.Mul64(multiplier, c0)
		c0, c1 = hi^key^c1, lo
		key += weyl
	}
	return c0, c1
}
