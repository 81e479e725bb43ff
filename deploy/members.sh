# Who takes part in the zone of deploy/run: certificates of machines, and accounts of people. Sourced by bash; defines functions
# only.

# pin_of KEY: how the registry of members names a key.
pin_of() { echo "sha256:$(openssl pkey -in "$1" -pubout -outform DER | sha256sum | cut -d ' ' -f 1)"; }

# folder_of MEMBER: where its identity is.
folder_of() { echo "$home/identities/${1/:/-}"; }

# lasts FOLDER: the certificate in it is there, and lasts for another month.
lasts() { [ -s "$1/certificate.pem" ] && openssl x509 -checkend 2592000 -noout -in "$1/certificate.pem" >/dev/null; }

# certify MEMBER [--host NAME]…: a certificate for a key that stays the same, from the zone's own authority.
certify() {
  local member=$1 folder
  folder=$(folder_of "$member")
  shift
  lasts "$folder" && return
  openssl req -new -key "$folder/key.pem" -subj /CN=exchangehub -out "$folder/request.pem"
  dotnet "$xhub.dll" ca issue "$member" "$folder" --authority "$home/authority" --request "$folder/request.pem" --replace "$@" \
    >"$home/log/certificates.log"
}

# make_authorities: the root, whose key nobody needs again and should be offline; the issuing authority below it; certificates
# for the hub and the operators. The operators' keys are named in the network file.
make_authorities() {
  local member folder named=
  mkdir -p "$home/identities"
  chmod 700 "$home/identities"
  if [ ! -s "$home/authority/authority.pem" ]; then
    (umask 077 && mkdir -p "$home/root" "$home/authority")
    dotnet "$xhub.dll" ca root "$home/root" --network yrd-demo --replace >"$home/log/certificates.log"
    dotnet "$xhub.dll" ca issuing "$home/authority" --root "$home/root" --replace >"$home/log/certificates.log"
  fi
  for member in hub:main "${operators[@]}"; do
    folder=$(folder_of "$member")
    mkdir -p "$folder"
    if [ ! -s "$folder/key.pem" ]; then
      (umask 077 && openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$folder/key.pem")
    fi
  done
  certify hub:main --host 127.0.0.1 --host localhost
  for member in "${operators[@]}"; do
    certify "$member"
    named+="${named:+, }{ \"name\": \"${member#*:}\", \"pin\": \"$(pin_of "$(folder_of "$member")/key.pem")\" }"
  done
  sed -i "s/^\( *\)\"nodes\": \[/\1\"operators\": [$named],\n&/" "$home/network.json"
}

# operate OPERATOR ARGUMENT…: xhub, as an operator.
operate() { dotnet "$xhub.dll" "${@:2}" -o table --lang en --hub "${address[hub]}" --identity "$(folder_of "$1")"; }

# admit_members: everybody on the way that everybody takes. One operator invites, the member proposes a key that it makes itself,
# the other operator approves.
admit_members() {
  local member folder code pin waiting=() receivers
  for member in "${members[@]}"; do
    folder=$(folder_of "$member")
    [ -s "$folder/certificate.pem" ] && openssl x509 -checkend 0 -noout -in "$folder/certificate.pem" >/dev/null && continue
    rm -rf "$folder"
    receivers=()
    [[ $member = node:* ]] || receivers=(--receiver 310118 --receiver 320509 --receiver 330421)
    code=$(operate "${operators[0]}" member invite "$member" "${receivers[@]}")
    dotnet "$xhub.dll" enrol "$folder" --at "$(<"$home/hub/enrolment-address")" --root "$home/authority/root.pem" \
      --invitation "${code##* }" >"$home/log/enrol.log" 2>&1 &
    waiting+=("$!")
  done
  [ ${#waiting[@]} -gt 0 ] || return 0
  echo "两名操作员正在办理接入 Two operators admit the members of the zone …"
  while jobs -rp | grep -qxF "$(printf '%s\n' "${waiting[@]}")"; do
    operate "${operators[1]}" member requests | while read -r member pin _; do
      operate "${operators[1]}" member approve "$pin" >/dev/null
    done
  done
  for pin in "${waiting[@]}"; do
    wait "$pin" || stop "A member was not admitted: $(<"$home/log/enrol.log")"
  done
}

# make_account NAME ARGUMENT…: an account of the console with its authenticator. What the program prints once is kept for whoever
# runs this zone, and for nobody else.
make_account() {
  local name=$1 kept=$home/accounts/$1.txt
  shift
  if [ ! -s "$kept" ]; then
    (umask 077 && mkdir -p "$home/accounts" && dotnet "$console_program" accounts add "$name" "$@" --enrol \
      --Console:DataFolder "$home/console" >"$kept.new" && mv "$kept.new" "$kept") \
      || stop "The account $name could not be made: what the console said stands above. Removing $home/console begins anew."
  fi
}

make_accounts() {
  make_account officer --role officer --division 310118 --certificate 09180012026 --authority 上海市青浦区生态环境局
  make_account second-officer --role officer --division 310118 --certificate 09180012031 --authority 上海市青浦区生态环境局
  make_account team --role team
  make_account auditor --role auditor
}
