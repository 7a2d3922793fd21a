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
	cells   []cell  // by (stage, class, clock)
	busy    []int32 // cells that have columns
}

// column is one pressure over time.
type column struct {
	source   Source
	now      float64   // 1/week, in the present step
	bound    float64   // never below now; wake-up times rely on it
	integral []float64 // by step: ∫ now dt up to its start
	exit     Exit
	who      Role
}

// cell is what presses on one clock of one class in one stage.
type cell struct {
	columns    []int32
	now, bound float64
}

func (h *Hazards) at(stage Stage, class uint8, clock Clock) *cell {
	return &h.cells[(int(stage)*h.m.classes+int(class))*h.m.clocks+int(clock)]
}

// Pressure makes a new pressure by a source on an exit, on those who play all
// the given roles (0 is everybody). Call it when a mechanism enters the market.
func (m *Market) Pressure(source Source, exit Exit, who Role) Pressure {
	m.hazards.columns = append(m.hazards.columns, column{source: source, exit: exit, who: who})
	return Pressure(len(m.hazards.columns) - 1)
}

// Set gives a pressure its value, in 1/week, from this step on.
func (h *Hazards) Set(p Pressure, rate float64) { h.columns[p].now = rate }

// open sizes the table once all mechanisms have entered.
func (h *Hazards) open(steps int) {
	h.cells = make([]cell, len(h.m.Plan.stageNames())*h.m.classes*h.m.clocks)
	for k := range h.columns {
		c := &h.columns[k]
		c.integral = make([]float64, steps+1)
		for class := range h.m.classes {
			if Role(class%roleCount)&c.who != c.who {
				continue
			}
			to := h.at(c.exit.Stage, uint8(class), c.exit.Clock)
			to.columns = append(to.columns, int32(k))
		}
	}
	for i := range h.cells {
		if len(h.cells[i].columns) > 0 {
			h.busy = append(h.busy, int32(i))
		}
	}
}

// settle takes over what the mechanisms have set for a step. Where a pressure
// has grown beyond what sleepers were promised, they are woken. The promise is
// then made with room to grow, so that this stays rare.
func (h *Hazards) settle(step int) {
	for k := range h.columns {
		c := &h.columns[k]
		c.integral[step+1] = c.integral[step] + float64(c.now*h.m.dt)
		if c.now > c.bound {
			if c.bound > 0 {
				c.bound = 1.25 * c.now
			} else {
				c.bound = c.now
			}
			h.m.wakeAll(c.exit.Stage, c.who)
		}
	}
	for _, i := range h.busy {
		c := &h.cells[i]
		c.now, c.bound = 0, 0
		for _, k := range c.columns {
			c.now += h.columns[k].now
			c.bound += h.columns[k].bound
		}
	}
}
