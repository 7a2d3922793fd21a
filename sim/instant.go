package sim

import "math"

// instant is a time since the start of a run, in whole ticks of a part of a
// step. It is rounded down, so that what came earlier still does.
type instant int32

// mostTicks is the number of ticks in a step, as a power of two, of runs of up to
// 131,000 steps; longer ones have fewer.
const mostTicks = 14

// openInstants chooses the ticks of a run.
func (m *Market) openInstants() {
	steps := int64(m.Plan.Weeks*m.stepsPerWeek + 2)
	for m.ticks = mostTicks; steps<<m.ticks > math.MaxInt32 && m.ticks > 0; {
		m.ticks--
	}
	m.tick1 = m.dt / float64(int32(1)<<m.ticks)
	m.tickRate = 1 / m.tick1
	m.tickPart = 1 / float64(int32(1)<<m.ticks)
}

// at returns the instant at which a step starts.
func (m *Market) at(step int32) instant { return instant(step << m.ticks) }

// weeks returns the length of a time in weeks.
func (m *Market) weeks(d instant) float64 { return float64(float64(d) * m.tick1) }

// after returns the instant that comes some weeks after another, kept between
// two.
func (m *Market) after(t instant, weeks float64, first, last instant) instant {
	return max(first, min(t+instant(weeks*m.tickRate), last))
}

// stepAfter returns the step that comes some weeks after a customer was last
// looked at.
func (m *Market) stepAfter(c *customer, weeks float64) int32 {
	at := float64(c.since) + weeks*m.tickRate
	if at >= math.MaxInt32 {
		return math.MaxInt32
	}
	return int32(at) >> m.ticks
}
