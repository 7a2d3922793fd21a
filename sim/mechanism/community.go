package mechanism

import (
	"math"

	"grapevine/chance"
	"grapevine/sim"
)

// Community is a place where customers and the interested meet: a group, not a
// graph. Members visit, read and sometimes post; what they read moves those
// who consider a purchase and binds those who have made one. Activity feeds on
// itself and decays. In mode "organic" customers found it, it costs nothing,
// is believed and may die; in mode "sponsored" the brand hosts it: it exists at
// once, hosts keep it alive, questions get official answers, it costs money
// and talk feels watched.
type Community struct {
	Dates
	Mode          string        `toml:"mode" default:"sponsored" options:"sponsored,organic" doc:"Who runs it: the brand (sponsored) or customers (organic)."`
	Founders      int           `toml:"founders" unit:"customers" default:"2" range:"[0,)" doc:"Organic only: customers who must have come together before it exists."`
	Join          Joining       `toml:"join"`
	Quit          float64       `toml:"quit" unit:"1/week" default:"0.01" range:"[0,)" doc:"Members leave a lively community at this rate, a dead one five times as fast."`
	Burnout       float64       `toml:"burnout" unit:"1/week" default:"0" range:"[0,)" doc:"Core and occasional members leave at this rate beside, times the share of questions that nobody answers: they are the ones who are asked."`
	Participation Participation `toml:"participation"`
	PostShare     float64       `toml:"post_share" default:"0.3" range:"[0,1]" doc:"Share of the visits of a core member on which something is posted; occasional members post a third as often, lurkers a thirtieth."`
	FullActivity  float64       `toml:"full_activity" unit:"1/week" default:"0.05" range:"(0,)" doc:"Posts per member at which the community feels half alive."`
	HalfLife      float64       `toml:"half_life" unit:"weeks" default:"2" range:"(0,)" doc:"Time in which half of the activity is gone without posts."`
	HostsPerWeek  float64       `toml:"hosts_per_week" default:"1" range:"[0,)" doc:"Sponsored only: hosts at work; each posts and answers, which keeps activity up."`
	LaunchWeeks   float64       `toml:"launch_weeks" unit:"weeks" default:"0" range:"[0,)" doc:"Sponsored only: length of a launch, with hosts of its own."`
	LaunchHosts   float64       `toml:"launch_hosts" default:"1" range:"[0,)" doc:"Sponsored only: hosts at work during the launch, instead of hosts_per_week."`
	HostPosts     float64       `toml:"host_posts" unit:"1/week" default:"20" range:"[0,)" doc:"What one host posts."`
	Persuasion    float64       `toml:"persuasion" default:"0.08" range:"[0,1]" doc:"Probability that a visit to a lively community moves a member who is not a customer yet one step on."`
	Answer        float64       `toml:"answer" default:"0.05" range:"[0,1]" doc:"Further probability on a visit that a question of a considering member is answered in a way that decides it; official answers come from hosts, others from activity."`
	Belonging     float64       `toml:"belonging" default:"0.02" range:"[0,1]" doc:"How much a visit to a lively community lifts the bond."`
	Devotion      float64       `toml:"devotion" default:"0" range:"[0,)" doc:"How much more often the fully bonded visit than those without a bond."`
	Hold          float64       `toml:"hold" default:"0" range:"[0,)" doc:"Coefficient with which being a member holds a customer back from leaving the brand."`
	AnswerWeeks   float64       `toml:"answer_weeks" unit:"weeks" default:"0" range:"[0,)" doc:"Sponsored only: mean time until hosts answer what members do not; 0 is at once."`
	Resolve       float64       `toml:"resolve" default:"0" range:"[0,2]" doc:"Satisfaction that a member who speaks against the brand gets back when a concern brought up on a visit is answered."`
	Candour       float64       `toml:"candour" default:"0.75" range:"[0,1]" doc:"Sponsored only: how much is believed of what is said under the brand's eyes."`
	Visible       float64       `toml:"visible" unit:"1/week" default:"0.02" range:"[0,)" doc:"How fast a lively community of everybody would be noticed by outsiders."`
	PlatformCost  float64       `toml:"platform_per_week" unit:"money" default:"100" range:"[0,)" doc:"Sponsored only: cost of the platform."`
	MemberCost    float64       `toml:"member_per_week" unit:"money" default:"0.02" range:"[0,)" doc:"Sponsored only: moderation per member."`
	HostCost      float64       `toml:"host_per_week" unit:"money" default:"150" range:"[0,)" doc:"Sponsored only: cost of a host."`
}

// Joining says how customers and the interested come to join.
type Joining struct {
	Customers float64 `toml:"customers" unit:"1/week" default:"0.03" range:"[0,)" doc:"Customers join a lively community by themselves, at twice this rate if fully bonded."`
	Outsiders float64 `toml:"outsiders" unit:"1/week" default:"0.015" range:"[0,)" doc:"Aware and considering people join by themselves."`
	Friends   float64 `toml:"friends" unit:"1/week" default:"0" range:"[0,)" doc:"Each tie to a member brings somebody who knows the brand in at this rate, however lively the community is."`
	Invited   float64 `toml:"invited" default:"0.08" range:"[0,1]" doc:"Probability that a good word from a member makes the hearer join."`
}

// Participation is how members divide into those who read, those who post now
// and then, and the core.
type Participation struct {
	Lurker     float64 `toml:"lurker" default:"0.9" range:"[0,1]" source:"90-9-1 rule: Nielsen 2006" doc:"Share of members who read."`
	Occasional float64 `toml:"occasional" default:"0.09" range:"[0,1]" source:"90-9-1 rule: Nielsen 2006" doc:"Share of members who post now and then."`
	Core       float64 `toml:"core" default:"0.01" range:"[0,1]" source:"90-9-1 rule: Nielsen 2006" doc:"Share of members who carry it."`
}

// visits per week of a lurker, an occasional and a core member: illustrative,
// and fixed, because only their product with PostShare and Belonging matters.
var visits = [3]float64{0.25, 1, 4}

// posting of each class relative to PostShare.
var posting = [3]float64{1.0 / 30, 1.0 / 3, 1}

// Check implements sim.Mechanism.
func (y *Community) Check(*sim.Plan) []error {
	faults := y.check()
	p := y.Participation
	if sum := p.Lurker + p.Occasional + p.Core; math.Abs(sum-1) > 1e-9 {
		faults = append(faults, shares("participation", "lurker, occasional and core", sum))
	}
	return faults
}

// Tallies implements sim.Tallier.
func (y *Community) Tallies() []sim.Tally {
	return []sim.Tally{
		{Name: "members", Stock: true, Doc: "members of the community"},
		{Name: "joins", Doc: "members who joined"},
		{Name: "quits", Doc: "members who left"},
		{Name: "visits", Doc: "visits of members to the community"},
		{Name: "community_posts", Doc: "posts and answers by members"},
		{Name: "answers", Doc: "questions of considering members answered"},
		{Name: "concerns", Doc: "visits on which a member who speaks against the brand brought up a concern"},
		{Name: "concerns_resolved", Doc: "concerns answered"},
		{Name: "members_active", Stock: true, Doc: "members who have read or posted in the last four weeks"},
	}
}

// Enter implements sim.Mechanism.
func (y *Community) Enter(m *sim.Market) any {
	r := &community{
		Community: y, m: m, desk: m.NewDesk(), seen: m.NewDesk(), source: m.Source("community"),
		sponsored: y.Mode == "sponsored", candour: 1, account: m.NewAccount(),
	}
	if r.sponsored {
		r.candour = y.Candour
	}
	for k, c := range []*sim.Column{&r.members, &r.joins, &r.quits, &r.visited, &r.posts, &r.answers, &r.concerns, &r.resolved, &r.lately} {
		*c = m.NewTally(y.Tallies()[k])
	}
	r.hosts = r.hostsIn(0)
	r.notice = m.Pressure(r.source, sim.Notice, 0)
	if y.never(m.Plan) {
		return nil
	}
	r.class = make([]uint8, m.Plan.Customers)
	for i := range r.class {
		r.class[i] = r.drawn(int32(i))
	}
	r.latest.last = make([]int32, m.Plan.Customers)
	r.latest.weeks = make([]int64, m.Plan.Weeks+1)
	everyone := []sim.Stage{sim.Aware, sim.Considering, sim.Customer, sim.Loyal, sim.Advocate}
	m.NewClock(sim.OwnClock{Name: "join", Stages: everyone, Not: sim.Member, Ignores: sim.FeelsSatisfied | sim.FeelsTrust, Rate: r.joinRate, Strike: r.join})
	m.NewClock(sim.OwnClock{Name: "visit", Stages: everyone, Who: sim.Member, Ignores: sim.FeelsSatisfied | sim.FeelsTrust, Rate: r.visitRate, Strike: r.visit})
	m.NewClock(sim.OwnClock{Name: "quit", Stages: append(everyone, sim.Unaware, sim.Lapsed), Who: sim.Member, Ignores: sim.Feelings, Rate: r.quitRate, Strike: r.quit})
	if y.Join.Friends > 0 {
		r.kind = m.NewKind()
		m.NewClock(sim.OwnClock{Name: "bring", Stages: append(everyone, sim.Unaware, sim.Lapsed), Who: sim.Member, Ignores: sim.Feelings, Rate: r.bringRate, Strike: r.bring})
	}
	if r.sponsored && y.AnswerWeeks > 0 {
		r.asked = make([]bool, m.Plan.Customers)
		r.waiting = m.NewClock(sim.OwnClock{Name: "answer", Stages: everyone, Who: sim.Member, Still: true, Ignores: sim.Feelings, Rate: r.answerRate, Strike: r.answer})
	}
	return r
}

type community struct {
	*Community
	m         *sim.Market
	desk      sim.Desk
	source    sim.Source
	account   sim.Account
	sponsored bool
	candour   float64
	notice    sim.Pressure
	kind      uint8     // of words that bring somebody in
	class     []uint8   // of participation, by customer: 0 lurker, 1 occasional, 2 core
	asked     []bool    // waits for an official answer, by customer
	waiting   sim.Clock // of those who do

	hosts    float64 // at work in the present week
	activity float64 // posts per member and week, smoothed
	founded  bool
	alive    float64 // how lively it feels, 0 … 1

	seen   sim.Desk
	latest recent

	members, joins, quits, visited, posts, answers, concerns, resolved, lately sim.Column
}

// recent counts members by the week of their last visit. Weeks have numbers
// from 1; 0 is never.
type recent struct {
	last  []int32 // by customer
	weeks []int64 // by week
}

// activeFor is for how many weeks a visit makes a member count as active.
const activeFor = 4

var (
	purposeClass = chance.NewPurpose("community: participation")
	purposeJoin  = chance.NewPurpose("community: join")
	purposeVisit = chance.NewPurpose("community: visit")
	purposeQuit  = chance.NewPurpose("community: quit")
	purposeWord  = chance.NewPurpose("community: invited by a word")
	purposeBring = chance.NewPurpose("community: whom a member brings in")
)

// drawn returns what kind of member a customer would be, once and for all.
func (r *community) drawn(i int32) uint8 {
	u := r.m.Luck.Uniform(purposeClass, uint32(i), 0)
	switch {
	case u < r.Participation.Core:
		return 2
	case u < r.Participation.Core+r.Participation.Occasional:
		return 1
	}
	return 0
}

// The rates below are ceilings that depend on the customer alone. What the
// present state of the community makes of a strike is decided when it comes
// (thinning: Lewis & Shedler 1979), so that nobody has to be looked at when
// the state changes.

func (r *community) joinRate(i int32) float64 {
	switch {
	case !r.m.OptsIn(i):
		return 0
	case r.m.HasBought(i):
		return r.Join.Customers * (1 + r.m.Bond(i))
	}
	return r.Join.Outsiders
}

func (r *community) join(s *sim.Span, i int32, count uint32) {
	welcome := r.alive
	if !r.founded && r.m.HasBought(i) {
		welcome = 1 // a founder needs nobody to be there
	}
	if r.open(s) && r.m.Luck.Uniform(purposeJoin, uint32(i), count) < welcome {
		r.enrol(s, i)
	}
}

func (r *community) enrol(s *sim.Span, i int32) {
	s.SetRole(i, sim.Member, true)
	s.Count(r.members, 1)
	s.Count(r.joins, 1)
}

// open reports whether the community takes members now.
func (r *community) open(s *sim.Span) bool { return r.on(s.Now(), r.m.Spent(r.account)) }

// Heard implements sim.Hearer: a good word from a member may make the hearer
// join.
func (r *community) Heard(s *sim.Span, w sim.Word) {
	if w.Kind != 0 && w.Kind == r.kind {
		if r.founded && r.m.OptsIn(w.To) && !r.m.Has(w.To, sim.Member) && r.m.Stage(w.To) != sim.Unaware && r.open(s) {
			r.enrol(s, w.To)
		}
		return
	}
	if w.Flags != 0 || !r.founded || !r.m.OptsIn(w.To) || w.Roles&sim.Member == 0 || r.m.Has(w.To, sim.Member) || r.m.Stage(w.To) == sim.Unaware || !r.open(s) {
		return
	}
	// The same two people always come to the same answer in the same week.
	u := r.m.Luck.Apart(int(s.Now())).Uniform(purposeWord, uint32(w.To), uint32(w.From))
	if u < r.Join.Invited*r.alive {
		r.enrol(s, w.To)
	}
}

func (r *community) visitRate(i int32) float64 {
	return visits[r.class[i]] * (1 + float64(r.Devotion*r.m.Bond(i)))
}

// bringRate makes every tie of a member bring its other end in at the same
// rate: joining is then an epidemic on the ties, with leaving for recovery.
func (r *community) bringRate(i int32) float64 {
	ties := 0
	for _, g := range r.m.Layers() {
		ties += g.Degree(i)
	}
	return r.Join.Friends * float64(ties)
}

func (r *community) bring(s *sim.Span, i int32, count uint32) {
	a, _ := r.m.Luck.Bits(purposeBring, uint32(i), count)
	ties := 0
	for _, g := range r.m.Layers() {
		ties += g.Degree(i)
	}
	k := chance.Below(a, ties)
	for _, g := range r.m.Layers() {
		if n := g.Degree(i); k >= n {
			k -= n
			continue
		}
		s.Say(sim.Word{To: g.Neighbours(i)[k], From: i, Kind: r.kind, Flags: sim.Mute})
		return
	}
}

// Sways implements sim.StageSwayer.
func (r *community) Sways() []sim.Stage {
	if r.Hold == 0 {
		return nil
	}
	return havingStages
}

// Sway implements sim.Swayer: members stay with the brand.
func (r *community) Sway(_ *sim.Market, i int32, rate *sim.Rate) {
	if r.Hold > 0 && having(rate.Stage) && r.m.Has(i, sim.Member) {
		rate.Of[sim.Leave] *= chance.Exp(-r.Hold)
	}
}

func (r *community) visit(s *sim.Span, i int32, count uint32) {
	s.Count(r.visited, 1)
	r.look(s, i, r.week())
	u, v := r.m.Luck.Uniforms(purposeVisit, uint32(i), count)
	if r.m.Stage(i) <= sim.Considering {
		s.Push(i, r.source, -1, r.alive*r.candour*impulse(r.Persuasion))
		if r.m.Stage(i) == sim.Considering {
			r.ask(s, i, u)
		}
		return
	}
	if r.Resolve > 0 && r.m.Detractor(i) {
		s.Count(r.concerns, 1)
		r.ask(s, i, u)
	}
	s.Feel(i, 0, r.alive*r.Belonging*(1-r.m.Bond(i)), 0)
	if v < r.PostShare*posting[r.class[i]]*(0.2+0.8*r.alive) {
		s.Count(r.posts, 1)
		s.Report(r.desk, sim.Report{Who: i})
		s.Feel(i, 0, r.Belonging*(1-r.m.Bond(i)), 0)
	}
}

// ask has the customer in hand ask a question: members of a lively community
// answer, or else hosts may, sooner or later.
func (r *community) ask(s *sim.Span, i int32, u float64) {
	switch {
	case u >= r.answered():
	case r.asked != nil && u >= float64(r.alive*r.alive):
		s.Feel(i, 0, 0, 0) // brings the clocks up to date: the one of the answer begins to run
		r.asked[i] = true
		s.SetClock(i, r.waiting, true)
	default:
		r.reply(s, i)
	}
}

// reply is an answer to the customer in hand: it decides a purchase, or
// settles a concern.
func (r *community) reply(s *sim.Span, i int32) {
	switch {
	case r.m.Stage(i) == sim.Considering:
		s.Count(r.answers, 1)
		s.Push(i, r.source, -1, impulse(r.Answer))
	case r.Resolve > 0 && r.m.Detractor(i):
		s.Count(r.resolved, 1)
		s.Feel(i, r.Resolve, 0, 0)
	}
}

func (r *community) answerRate(i int32) float64 {
	if r.asked[i] {
		return 1 / r.AnswerWeeks
	}
	return 0
}

func (r *community) answer(s *sim.Span, i int32, _ uint32) {
	r.asked[i] = false
	s.SetClock(i, r.waiting, false)
	r.reply(s, i)
}

// week returns the number of the present week.
func (r *community) week() int32 { return int32(r.m.Week()+1e-9) + 1 }

// look notes that a member was last seen in a week, 0 for one who is gone.
func (r *community) look(s *sim.Span, i, week int32) {
	if last := r.latest.last[i]; last != week {
		s.Report(r.seen, sim.Report{Who: last, What: week})
		r.latest.last[i] = week
	}
}

// count turns the notes into the number of active members.
func (r *community) count(m *sim.Market) {
	m.Reports(r.seen, func(p sim.Report) {
		r.latest.weeks[p.Who]--
		r.latest.weeks[p.What]++
	})
	var active int64
	for week := max(1, r.week()-activeFor+1); week <= r.week(); week++ {
		active += r.latest.weeks[week]
	}
	m.Count(r.lately, active-m.Level(r.lately))
}

// meet tells at the end of a week who was there in it.
func (r *community) meet(m *sim.Market) {
	week := r.week()
	if !m.Watched() || int32(m.Week()+m.Dt()+1e-9)+1 == week {
		return
	}
	var who []int32
	for i, last := range r.latest.last {
		if last == week {
			who = append(who, int32(i))
		}
	}
	m.Together(sim.Conversation, who)
}

// answered is the share of questions that find an answer: hosts answer, and so
// do members of a lively community.
func (r *community) answered() float64 {
	official := 0.0
	if r.sponsored {
		official = 1 - chance.Exp(-r.hosts)
	}
	return 1 - float64((1-official)*(1-float64(r.alive*r.alive)))
}

// hostsIn is how many hosts are at work in a week.
func (r *community) hostsIn(week float64) float64 {
	if r.grant != nil {
		left := r.granted(int(week)) - r.granted(int(week)-1) - r.PlatformCost - float64(r.MemberCost*float64(r.m.Level(r.members)))
		return max(0, left/r.HostCost)
	}
	if week < r.From+r.LaunchWeeks-1e-9 {
		return r.LaunchHosts
	}
	return r.HostsPerWeek
}

// active members are those who post, and so those who are asked.
func (r *community) active(i int32) bool { return r.class[i] > 0 }

func (r *community) quitRate(i int32) float64 {
	if r.active(i) {
		return float64(5*r.Quit) + r.Burnout
	}
	return 5 * r.Quit
}

func (r *community) quit(s *sim.Span, i int32, count uint32) {
	goes := 0.2 + 0.8*(1-r.alive)
	if r.Burnout > 0 && r.active(i) {
		goes = (float64(goes*5*r.Quit) + float64(r.Burnout*(1-r.answered()))) / r.quitRate(i)
	}
	if r.m.Luck.Uniform(purposeQuit, uint32(i), count) < goes {
		s.SetRole(i, sim.Member, false)
		r.look(s, i, 0)
		s.Count(r.members, -1)
		s.Count(r.quits, 1)
	}
}

// Close implements sim.Closer.
func (r *community) Close(m *sim.Market, week float64) {
	r.count(m)
	r.meet(m)
	posts := 0.0
	m.Reports(r.desk, func(sim.Report) { posts++ })
	members := float64(m.Level(r.members))
	running := r.on(week, m.Spent(r.account))
	hosted := r.sponsored && running
	if hosted {
		posts += float64(r.hosts * r.HostPosts * m.Dt())
	}
	fade := chance.Exp(-m.Dt() / r.HalfLife * math.Ln2)
	// A small community is as lively as its posts, a large one as its posts a
	// member: nobody reads everything.
	r.activity = float64(r.activity*fade) + (1-fade)*posts/m.Dt()/max(members, 50)
	r.founded = hosted || r.founded && members > 0 || !r.sponsored && members >= float64(max(r.Founders, 1))
	r.alive = 0
	if r.founded && running {
		r.alive = r.activity / (r.activity + r.FullActivity)
		if !r.sponsored && members < 20 {
			r.alive = max(r.alive, 0.3) // friends among themselves
		}
	}
}

// Press implements sim.Presser: a lively community is seen from outside.
func (r *community) Press(h *sim.Hazards, _ float64) {
	h.Set(r.notice, r.Visible*r.alive*float64(r.m.Level(r.members))/float64(r.m.Customers()))
}

// Week implements sim.Accountant: those who were at work are paid, and those of
// the week to come begin.
func (r *community) Week(m *sim.Market, week int) {
	if r.sponsored {
		r.charge(m, r.account, week, r.PlatformCost+float64(r.HostCost*r.hosts)+float64(r.MemberCost*float64(m.Level(r.members))))
	}
	r.hosts = r.hostsIn(float64(week))
}
