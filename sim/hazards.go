package sim

// Source is who or what takes resistance off a customer's clocks: an index
// into Trace.Sources.
type Source uint8

// OwnNeed is the source of the journey's base hazards.
const OwnNeed Source = 0

// Pressure is one lever's hold on one exit: a hazard that is the same for all
// customers of the classes it works on. Set it at the start of a step.
type Pressure int32

// Hazards holds what mechanisms add to the clocks. A customer who sleeps
// through many steps is brought up to date by one look at the integrals.
type Hazards struct {
	m       *Market
	columns []column
	// By cell, which is a clock of a class in a stage:
	on    [][]int32   // the columns that press on it
	now   []float64   // what they come to in the present step, 1/week
	bound []float64   // and at the most
	busy  []int32     // cells that have columns
	press []clockSet  // the clocks of a class in a stage that any column presses on
	grown [][]float64 // by stage and class: what promises made in this step leave of the time until customers are to be looked at
}

// column is one pressure over time.
type column struct {
	source   Source
	now      float64   // 1/week, in the present step
	bound    float64   // never below now; wake-up times rely on it
	integral []float64 // by step: ∫ now dt up to its start
	exit     Exit
	who      Role
	in       []bool // segments it works in; nil is all
}

// covers reports whether a column presses on a class of customers.
func (c *column) covers(class int) bool {
	return Role(class%roleCount)&c.who == c.who && (c.in == nil || c.in[class/roleCount])
}

// row returns the cell of the first clock of a class in a stage; those of the
// other clocks follow.
func (h *Hazards) row(stage Stage, class uint8) int {
	return (int(stage)*h.m.classes + int(class)) * h.m.clocks
}

// pressing returns the clocks of those like a customer that pressures work on.
func (h *Hazards) pressing(c *customer) clockSet {
	return h.press[int(c.stage)*h.m.classes+int(c.class)]
}

// pressed reports whether any pressure works on those like a customer.
func (h *Hazards) pressed(c *customer) bool {
	return h.pressing(c) != 0
}

// Pressure makes a new pressure by a source on an exit, on those who play all
// the given roles (0 is everybody). Call it when a mechanism enters the market.
func (m *Market) Pressure(source Source, exit Exit, who Role) Pressure {
	m.hazards.columns = append(m.hazards.columns, column{source: source, exit: exit, who: who})
	return Pressure(len(m.hazards.columns) - 1)
}

// PressureIn makes a new pressure that works in some segments only: in has an
// entry a segment, nil is all.
func (m *Market) PressureIn(source Source, exit Exit, who Role, in []bool) Pressure {
	p := m.Pressure(source, exit, who)
	m.hazards.columns[p].in = in
	return p
}

// Set gives a pressure its value, in 1/week, from this step on.
func (h *Hazards) Set(p Pressure, rate float64) { h.columns[p].now = rate }

// open sizes the table once all mechanisms have entered.
func (h *Hazards) open(steps int) {
	cells := h.m.stages * h.m.classes * h.m.clocks
	mem := h.m.memory
	h.on, h.now, h.bound = cleared(&mem.on, cells), cleared(&mem.now, cells), cleared(&mem.bound, cells)
	h.press = cleared(&mem.press, h.m.stages*h.m.classes)
	h.grown = make([][]float64, h.m.stages*h.m.classes)
	for k := range h.columns {
		c := &h.columns[k]
		c.integral = make([]float64, steps+1)
		for class := range h.m.classes {
			if !c.covers(class) {
				continue
			}
			cell := h.row(c.exit.Stage, uint8(class)) + int(c.exit.Clock)
			h.on[cell] = append(h.on[cell], int32(k))
		}
	}
	for i := range h.on {
		if len(h.on[i]) > 0 {
			h.busy = append(h.busy, int32(i))
			h.press[i/h.m.clocks] |= just(Clock(i % h.m.clocks))
		}
	}
}

// until returns what a pressure has come to since the start, up to the end of the
// present step.
func (h *Hazards) until(c *column, t instant) float64 {
	step, part := t>>h.m.ticks, t&(1<<h.m.ticks-1)
	sum := c.integral[step]
	if part > 0 {
		sum += float64((c.integral[step+1] - sum) * float64(part) * h.m.tickPart)
	}
	return sum
}

// headroom is by how much a pressure may grow, relative to all that presses on
// the same clock, before sleepers must be told; aside is the same relative to the
// base rate of the clock, beside which a slight pressure may grow many times.
const (
	headroom = 0.05
	aside    = 0.1
)

// settle takes over what the mechanisms have set for a step. Where a pressure
// has grown beyond what sleepers were promised, they are to wake earlier. The
// promise is then made with room to grow, so that this stays rare.
func (h *Hazards) settle(step int) {
	for k := range h.columns {
		c := &h.columns[k]
		c.integral[step+1] = c.integral[step] + float64(c.now*h.m.dt)
		if c.now > c.bound {
			c.bound = c.now + h.room(c)
		}
	}
	var played Role
	grown := false
	for k := range h.m.spans {
		played |= h.m.spans[k].played
	}
	for _, i := range h.busy {
		old := h.bound[i]
		h.now[i], h.bound[i] = 0, 0
		for _, k := range h.on[i] {
			h.now[i] += h.columns[k].now
			h.bound[i] += h.columns[k].bound
		}
		row := int(i) / h.m.clocks
		if nobody := Role(row%h.m.classes%roleCount)&^played != 0; h.bound[i] > old && !nobody {
			h.grown[row] = append(h.grown[row], old/h.bound[i])
			grown = true
		}
	}
	if grown {
		h.m.hasten(h.grown)
		for row := range h.grown {
			h.grown[row] = h.grown[row][:0]
		}
	}
}

// room returns by how much a column may grow before sleepers must be told: a
// share of the largest promise made so far on the clocks that it presses on, or
// of their base rate.
func (h *Hazards) room(c *column) float64 {
	most := 0.0
	for class := range h.m.classes {
		if c.covers(class) {
			most = max(most, h.bound[h.row(c.exit.Stage, uint8(class))+int(c.exit.Clock)])
		}
	}
	return max(float64(headroom*most), float64(aside*h.m.base[c.exit.Stage][c.exit.Clock]))
}
