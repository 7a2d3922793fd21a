#!/usr/bin/env bash
# A real Slurm of two virtual nodes on one Debian machine, without systemd and
# without cgroups, for trying and for tests:
#
#   up.sh up       install if need be, configure, start, wait until a job runs
#   up.sh env      print what to export, as in: eval "$(up.sh env)"
#   up.sh down     stop exactly the daemons that up started
#
# Everything lives in $SLURM_HOME; a Slurm that is there already is left alone.
# up ends with 77 where this machine cannot have one.
set -euo pipefail
H=${SLURM_HOME:-/var/tmp/grapevine-slurm}
PORT=${SLURM_PORT:-16817} # the first of four; not Slurm's own, which may be in use
NODES=2
export SLURM_CONF=$H/slurm.conf
HOST=$(hostname -s)
say() { printf 'slurm: %s\n' "$*" >&2; }
cannot() { say "not on this machine: $*"; tail -n 5 "$H"/log/*.log >&2 2>/dev/null || true; down; exit 77; }
alive() { [ -s "$1" ] && kill -0 "$(cat "$1")" 2>/dev/null; }

get() {
	for program in slurmctld slurmd sbatch munged; do command -v $program >/dev/null || missing=1; done
	[ -n "${missing:-}" ] || return 0
	command -v apt-get >/dev/null || cannot "there is no apt-get to install slurm-wlm and munge with"
	say "installing slurm-wlm and munge"
	{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends slurm-wlm munge; } >"$H/log/install.log" 2>&1 ||
		cannot "slurm-wlm and munge cannot be installed"
}

configure() {
	getent hosts "$HOST" >/dev/null || echo "127.0.0.1 $HOST" >>/etc/hosts
	[ -s "$H/munge/key" ] || head -c 1024 /dev/urandom >"$H/munge/key"
	chmod 0700 "$H/munge" && chmod 0400 "$H/munge/key"
	# proctrack/linuxproc and task/affinity do without cgroups. No accounting
	# daemon runs, so sacct is empty. A node is given up after 10 seconds.
	cat >"$SLURM_CONF" <<-CONF
		ClusterName=grapevine
		SlurmctldHost=$HOST(127.0.0.1)
		SlurmUser=root
		SlurmdUser=root
		AuthType=auth/munge
		AuthInfo=socket=$H/munge/socket
		CredType=cred/munge
		SlurmctldPort=$PORT
		SlurmctldPidFile=$H/run/slurmctld.pid
		SlurmdPidFile=$H/run/slurmd.%n.pid
		SlurmctldLogFile=$H/log/slurmctld.log
		SlurmdLogFile=$H/log/slurmd.%n.log
		StateSaveLocation=$H/state
		SlurmdSpoolDir=$H/spool/%n
		ProctrackType=proctrack/linuxproc
		TaskPlugin=task/affinity
		MpiDefault=none
		SwitchType=switch/none
		ReturnToService=2
		SlurmctldTimeout=30
		SlurmdTimeout=10
		InactiveLimit=0
		KillWait=5
		MinJobAge=300
		JobRequeue=1
		SchedulerType=sched/backfill
		SchedulerParameters=batch_sched_delay=0,sched_interval=2,bf_interval=2
		SelectType=select/cons_tres
		SelectTypeParameters=CR_CPU
		AccountingStorageType=accounting_storage/none
		JobAcctGatherType=jobacct_gather/none
		SlurmdParameters=config_overrides
	CONF
	local memory
	memory=$(awk -v n=$NODES '/MemTotal/{print int($2/1024*0.9/n)}' /proc/meminfo)
	for i in $(seq $NODES); do
		mkdir -p "$H/spool/n$i"
		echo "NodeName=n$i NodeHostname=$HOST NodeAddr=127.0.0.1 Port=$((PORT + i)) CPUs=1 RealMemory=$memory State=UNKNOWN"
	done >>"$SLURM_CONF"
	echo "PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP" >>"$SLURM_CONF"
}

up() {
	[ "$(id -u)" = 0 ] || cannot "its daemons want root"
	mkdir -p "$H"/{state,spool,log,run,munge}
	get
	configure
	alive "$H/run/munged.pid" ||
		munged --force --key-file="$H/munge/key" --socket="$H/munge/socket" --pid-file="$H/run/munged.pid" \
			--log-file="$H/log/munged.log" --seed-file="$H/munge/seed" || cannot "munged does not start"
	chmod 0711 "$H/munge"
	munge -S "$H/munge/socket" -n | unmunge -S "$H/munge/socket" >/dev/null || cannot "munge does not work"
	alive "$H/run/slurmctld.pid" || slurmctld -f "$SLURM_CONF" || cannot "slurmctld does not start"
	for i in $(seq $NODES); do
		alive "$H/run/slurmd.n$i.pid" || slurmd -N "n$i" -f "$SLURM_CONF" || cannot "slurmd of n$i does not start"
	done
	for _ in $(seq 60); do
		[ "$(sinfo -h -N -t idle -o %N 2>/dev/null | wc -l)" -ge $NODES ] && break
		scontrol update nodename=ALL state=resume 2>/dev/null || true
		sleep 0.5
	done
	[ "$(timeout 30 srun -N$NODES -n$NODES echo ok 2>&1)" = $'ok\nok' ] || cannot "no job runs"
	say "$NODES nodes are up"
}

down() {
	for p in "$H"/run/slurmd.*.pid "$H/run/slurmctld.pid" "$H/run/munged.pid"; do
		alive "$p" || continue
		local pid
		pid=$(cat "$p")
		kill "$pid"
		for _ in $(seq 50); do kill -0 "$pid" 2>/dev/null || break; sleep 0.2; done
		kill -9 "$pid" 2>/dev/null || true
	done
}

case "${1:-up}" in
up) up ;;
down) down ;;
env) echo "export SLURM_CONF=$SLURM_CONF" ;;
*)
	echo "usage: $0 up|env|down" >&2
	exit 2
	;;
esac
