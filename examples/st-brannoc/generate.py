#!/usr/bin/env python3
"""Fills core.yaml up to the full size of St Brannoc and writes st-brannoc.json.

    python3 examples/st-brannoc/generate.py            writes the document
    python3 examples/st-brannoc/generate.py --check    fails if it is not current

Standard library only. The same seed gives the same bytes on every Python from 3.10 on: nothing depends on hashing, and
the random numbers come from the few lines below.
"""

import json
import re
import sys
from datetime import date, timedelta
from pathlib import Path

SEED = 20260630
HERE = Path(__file__).resolve().parent
CORE, FULL = HERE / "core.yaml", HERE / "st-brannoc.json"
DIMENSIONS = ("availability", "confidentiality", "integrity", "safety")
HARM = ("none", "discomfort", "injury", "lasting-harm", "death")


class Random:
    """SplitMix64, so that no version of Python can change what is drawn."""

    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state + 0x9E3779B97F4A7C15) % 2**64
        z = self.state
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 % 2**64
        z = (z ^ z >> 27) * 0x94D049BB133111EB % 2**64
        return (z ^ z >> 31) % limit

    def pick(self, items):
        return items[self.below(len(items))]


# ---------------------------------------------------------------------------------------------------------------------
# Reading the YAML that core.yaml is written in: blocks, flow collections, plain and double-quoted scalars, comments.

TOKEN = re.compile(r'\s*(?:([{}\[\],])|"((?:[^"\\]|\\.)*)"|([^{}\[\],"\s](?:[^{}\[\],:]|:(?!\s))*))\s*(:(?=\s|$))?')


def scalar(text):
    text = " ".join(text.split())
    if text in ("true", "false"):
        return text == "true"
    return int(text) if re.fullmatch(r"-?[0-9]+", text) else text


def flow(text):
    """A flow collection, or a scalar. Values may hold no brackets, commas or `: ` unless quoted."""
    at, stack, result, key = 0, [], None, []

    def put(value):
        nonlocal result
        if not stack:
            result = value
        elif isinstance(stack[-1], dict):
            stack[-1][key.pop()] = value
        else:
            stack[-1].append(value)

    while at < len(text.rstrip()):
        match = TOKEN.match(text, at)
        if not match:
            raise ValueError(f"cannot read {text[at:at + 60]!r}")
        mark, quoted, plain, colon = match.groups()
        at = match.end()
        if colon:
            key.append(quoted if quoted is not None else plain.strip())
        elif mark in ("{", "["):
            new = {} if mark == "{" else []
            put(new)
            stack.append(new)
        elif mark in ("}", "]"):
            stack.pop()
        elif mark is None:
            put(json.loads(f'"{quoted}"') if quoted is not None else scalar(plain))
    return result


def value_of(text):
    return flow(text) if text[0] in '{["' else scalar(text)


def lines_of(text):
    """Indentation and text of each logical line: a line that is deeper and has no key continues the one before."""
    out = []
    for line in text.splitlines():
        body = line.strip()
        if not body or body.startswith("#"):
            continue
        indent = len(line) - len(line.lstrip())
        opened = bool(out) and sum(out[-1][1].count(c) for c in "{[") > sum(out[-1][1].count(c) for c in "}]")
        if opened or not re.match(r'(- |"[^"]*":(\s|$)|[A-Za-z0-9._-]+:(\s|$)|[{\[])', body):
            out[-1] = (out[-1][0], out[-1][1] + " " + body)
        else:
            out.append((indent, body))
    return out


def read_yaml(text):
    lines = lines_of(text)

    def block(at, indent):
        if lines[at][1].startswith("- "):
            items = []
            while at < len(lines) and lines[at][0] == indent and lines[at][1].startswith("- "):
                items.append(value_of(lines[at][1][2:].strip()))
                at += 1
            return items, at
        if lines[at][1][0] in "{[":
            return flow(lines[at][1]), at + 1
        found = {}
        while at < len(lines) and lines[at][0] == indent:
            key, rest = re.match(r'"?([^":]+)"?:\s*(.*)', lines[at][1]).groups()
            at += 1
            if rest:
                found[key] = value_of(rest)
            else:
                found[key], at = block(at, lines[at][0])
        return found, at

    return block(0, 0)[0]


# ---------------------------------------------------------------------------------------------------------------------
# What the group has besides the core.

def rows(text):
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


ROLES = rows("""
HEAD-NETWORKS | Head of networks | Agneta Sorensen
HEAD-PHARMACY | Head of the pharmacy | Dr Jonas Feldt
HEAD-PROCUREMENT | Head of procurement | Carmel Whelan
HEAD-TRAINING | Head of training | Idris Bowen
SITE-MANAGER-AND | Manager of Andersey Hospital | Lotte Vermaak
SITE-MANAGER-MAR | Manager of Marwood Hospital | Eamon Prior
""")

# id | name | owner | needs: confidentiality, integrity, availability, safety | tag
PRIMARY = rows("""
INF-PHARMACY | stock and supply of medicines | HEAD-PHARMACY | 3 4 4 lasting-harm |
INF-PATHOLOGY | findings of pathology | HEAD-LAB | 4 5 3 lasting-harm | personal-data
INF-MATERNITY | records of births and newborns | MEDICAL-DIRECTOR | 5 5 4 lasting-harm | personal-data
INF-CONSENT | consents and advance directives | DPO | 4 4 3 injury | personal-data
INF-MENTAL | notes of psychiatry | MEDICAL-DIRECTOR | 5 4 3 injury | personal-data
INF-FINANCE | ledgers and budgets | CFO | 3 4 3 none |
INF-PROCUREMENT | orders and contracts | HEAD-PROCUREMENT | 2 3 2 none |
PRC-ADMISSION | admission and bed management | CNO | 4 4 4 injury |
PRC-STERILE | sterile supply | CNO | 2 4 4 lasting-harm |
PRC-TRANSPORT | transport of patients | CNO | 3 3 3 discomfort |
PRC-OUTPATIENT | outpatient clinics | MEDICAL-DIRECTOR | 4 3 3 discomfort |
""")

# id | name | owner | what uses it | servers | other applications it needs | supplier
# Servers of the clinical cluster serve nothing that needs more than 4 in availability, those of administration no more than 3.
APPLICATIONS = rows("""
APP-RIS | radiology information system | HEAD-RADIOLOGY | INF-IMAGING | SRV-RIS | APP-IE APP-MPI | SUP-LUMEN
APP-VIEWER | image viewer for wards | HEAD-RADIOLOGY | INF-IMAGING PRC-OUTPATIENT | SRV-VIEWER | APP-SSO | SUP-LUMEN
APP-SPEECH | speech recognition | HEAD-APPS | INF-IMAGING INF-PATHOLOGY | SRV-SPEECH | APP-SSO | SUP-VOXSCRIBE
APP-PATHOLOGY | pathology system | HEAD-LAB | INF-PATHOLOGY | SRV-PATHOLOGY | APP-IE APP-MPI | SUP-HISTOSOFT
APP-MICROBIOLOGY | microbiology system | HEAD-LAB | INF-LAB | SRV-MICROBIOLOGY | APP-IE APP-MPI | SUP-LABORA
APP-POCT | point-of-care testing | HEAD-LAB | INF-LAB | SRV-POCT | APP-MPI APP-GATEWAY-LAB | SUP-LABORA
APP-LAB-PORTAL | portal for referring doctors | HEAD-LAB | INF-LAB | SRV-LAB-PORTAL | APP-SSO | SUP-LABORA
APP-MATERNITY | maternity record | HEAD-APPS | INF-MATERNITY | SRV-MATERNITY | APP-IE APP-MPI | SUP-NATALIS
APP-CTG | central station for fetal monitors | HEAD-MEDENG | INF-MATERNITY | SRV-CTG | APP-GATEWAY-MONITORS | SUP-NATALIS
APP-ANAESTHESIA | anaesthesia record | HEAD-APPS | PRC-THEATRE | SRV-ANAESTHESIA | APP-IE APP-GATEWAY-MONITORS | SUP-SOMNUS
APP-ENDOSCOPY | endoscopy documentation | HEAD-APPS | PRC-OUTPATIENT PRC-THEATRE | SRV-ENDOSCOPY | APP-MPI | SUP-OPTISCOPE
APP-CARDIOLOGY | cardiology archive | HEAD-APPS | INF-IMAGING PRC-OUTPATIENT | SRV-CARDIOLOGY | APP-MPI | SUP-CORVIA
APP-ONCOLOGY | chemotherapy planning | HEAD-APPS | INF-PHARMACY PRC-OUTPATIENT | SRV-ONCOLOGY | APP-IE APP-MPI | SUP-THERAPLAN
APP-RADIOTHERAPY | radiotherapy planning | HEAD-RADIOLOGY | INF-IMAGING | SRV-RADIOTHERAPY | APP-MPI | SUP-THERAPLAN
APP-DIALYSIS | dialysis record | HEAD-APPS | PRC-OUTPATIENT | SRV-DIALYSIS | APP-MPI APP-GATEWAY-MONITORS | SUP-RENALIS
APP-OPHTHALMOLOGY | eye clinic record | HEAD-APPS | PRC-OUTPATIENT | SRV-OPHTHALMOLOGY | APP-MPI | SUP-OPTISCOPE
APP-PSYCHIATRY | psychiatry record | HEAD-APPS | INF-MENTAL | SRV-PSYCHIATRY | APP-SSO APP-MPI | SUP-MINDNOTE
APP-CONSENT | consent on tablets | HEAD-APPS | INF-CONSENT PRC-ADMISSION | SRV-CONSENT | APP-SSO APP-MPI | SUP-SIGNARO
APP-PHARMACY | pharmacy stock system | HEAD-PHARMACY | INF-PHARMACY | SRV-PHARMACY | APP-IE | SUP-PHARMALOG
APP-CABINETS | control of dispensing cabinets | HEAD-PHARMACY | INF-PHARMACY | SRV-CABINETS | APP-SSO | SUP-PHARMALOG
APP-STERILE | tracking of instruments | CNO | PRC-STERILE | SRV-STERILE | APP-PRINT-LABELS | SUP-STERITRACK
APP-ADT | admission and discharge | HEAD-APPS | PRC-ADMISSION | SRV-ADT | APP-IE APP-MPI | SUP-RECORDWELL
APP-BEDS | bed board | CNO | PRC-ADMISSION PRC-TRANSPORT | SRV-BEDS | APP-SSO | SUP-WARDFLOW
APP-TRANSPORT | patient transport requests | CNO | PRC-TRANSPORT | SRV-BEDS | APP-SSO | SUP-WARDFLOW
APP-APPOINTMENTS | appointments | HEAD-APPS | PRC-OUTPATIENT | SRV-APPOINTMENTS | APP-MPI APP-SMS | SUP-WARDFLOW
APP-PATIENT-PORTAL | portal for patients | HEAD-APPS | PRC-OUTPATIENT INF-CONSENT | SRV-PATIENT-PORTAL | APP-SSO APP-MPI APP-SMS | SUP-PORTICO
APP-TELEMEDICINE | video consultation | HEAD-APPS | PRC-OUTPATIENT | - | APP-SSO | SUP-VIDIMED
APP-NURSE-CALL | nurse call | HEAD-FACILITIES | PRC-ADMISSION | SRV-NURSE-CALL | APP-PHONE | SUP-KLARTON
APP-FINANCE | finance system | CFO | INF-FINANCE | SRV-FINANCE | APP-SSO | SUP-LEDGERLINE
APP-PROCUREMENT | procurement system | HEAD-PROCUREMENT | INF-PROCUREMENT INF-FINANCE | SRV-PROCUREMENT | APP-SSO | SUP-LEDGERLINE
APP-ROSTER | duty rosters | HEAD-HR | INF-HR | SRV-ROSTER | APP-SSO | SUP-SHIFTWELL
APP-PAYROLL | payroll | HEAD-HR | INF-HR INF-FINANCE | - | APP-SSO | SUP-PAYGRAIN
APP-CODING | coding of diagnoses for bills | CFO | INF-BILLING | SRV-CODING | APP-SSO | SUP-CASEMIX
APP-CLAIMS | exchange with health insurers | CFO | INF-BILLING | SRV-CLAIMS | APP-SSO | SUP-CASEMIX
APP-ARCHIVE | archive of scanned records | HEAD-APPS | INF-CONSENT INF-MENTAL | SRV-ARCHIVE | APP-SSO | SUP-PAPERVAULT
APP-TICKETS | service desk | HEAD-INFRA | INF-PROCUREMENT | SRV-TICKETS | APP-SSO | SUP-TICKETEER
APP-DEVICE-REGISTER | register of medical devices | HEAD-MEDENG | INF-PROCUREMENT PRC-STERILE | SRV-DEVICE-REGISTER | APP-SSO | SUP-MEDINVENT
APP-GATEWAY-MONITORS | gateway of monitors | HEAD-MEDENG | - | SRV-GATEWAYS | - | SUP-VITASIGN
APP-GATEWAY-LAB | gateway of analysers | HEAD-LAB | - | SRV-GATEWAYS | - | SUP-LABORA
APP-GATEWAY-IMAGING | gateway of modalities | HEAD-RADIOLOGY | - | SRV-PACS | - | SUP-LUMEN
APP-MPI | master patient index | HEAD-APPS | - | SRV-MPI | - | SUP-RECORDWELL
APP-SSO | single sign-on for applications | HEAD-INFRA | - | SRV-SSO | - | SUP-KEYHARBOUR
APP-PHONE | telephones | HEAD-NETWORKS | - | SRV-PHONE | - | SUP-TELVANE
APP-FAX | fax server nobody has switched off | HEAD-NETWORKS | ! | SRV-PHONE | - | SUP-TELVANE
APP-PRINT-LABELS | label printing | HEAD-INFRA | - | SRV-LABELS | - | SUP-PRINTRONA
APP-SMS | text messages to patients | HEAD-APPS | - | - | - | SUP-TELVANE
""")

# Servers that run on the hosts of administration; all others run on the clinical hosts.
ADMIN_SERVERS = ("SRV-FINANCE SRV-PROCUREMENT SRV-ROSTER SRV-CODING SRV-CLAIMS").split()
ON_METAL = ("SRV-GATEWAYS SRV-SSO SRV-PHONE SRV-NURSE-CALL SRV-TICKETS SRV-ARCHIVE").split()
SERVER_COUNTS = (2, 2, 3, 4, 2, 1, 2, 6)

# id | name | owner | count | needs
INFRASTRUCTURE = rows("""
SRV-VAULT | vault for administrators | HEAD-INFRA | 2 | SRV-AD NET-MGMT LOC-DC-SOUTH
SRV-LOGS | collection of logs | HEAD-INFRA | 4 | SRV-AD NET-MGMT LOC-DC-SOUTH SUP-WATCHMERE
SRV-UPDATES | distribution of updates | HEAD-INFRA | 2 | SRV-AD NET-DC SRV-DNS
SRV-ADMISSION | admission of devices to the network | HEAD-NETWORKS | 2 | SRV-AD NET-MGMT LOC-DC-SOUTH
SRV-PROXY | web proxy and mail filter | HEAD-NETWORKS | 3 | SRV-AD NET-DMZ SUP-WATCHMERE
""")

SITES = (("STB", "St Brannoc General"), ("AND", "Andersey"), ("MAR", "Marwood"))
# id | what | devices at each of the three hospitals
ZONES = rows("""
WARDS | wired network of wards | 96 54 31
WIRELESS | wireless network for clinical devices | 410 240 130
OFFICE | network of offices | 44 24 14
IMAGING | zone of imaging | 18 11 7
LAB | zone of laboratories | 9 6 4
MONITORS | zone of patient monitors | 30 17 10
THEATRES | zone of theatres | 16 9 5
VOICE | network of telephones | 22 13 8
GUEST | wireless network for patients | 120 70 40
""")
NETWORKS = rows("""
NET-WAN | lines between the sites | 10 | NET-CORE SUP-FIBRELANE
NET-INTERNET | internet access | 4 | NET-CORE SUP-FIBRELANE
NET-DMZ | demilitarised zone | 4 | NET-INTERNET NET-CORE
NET-VENDOR | remote access of suppliers | 2 | NET-INTERNET NET-CORE
NET-MGMT | management network | 8 | NET-CORE
NET-VPN | remote access of staff | 2 | NET-INTERNET NET-CORE
NET-LABCAMPUS | network of the central laboratory | 14 | NET-WAN LOC-LAB-ROOM
""")

LOCATIONS = rows("""
LOC-STB | St Brannoc General | site | SITE-STB |
LOC-AND | Andersey Hospital | site | SITE-AND |
LOC-MAR | Marwood Hospital | site | SITE-MAR |
LOC-LAB | central laboratory | site | SITE-LAB |
LOC-DIS | ambulance dispatch centre | site | SITE-DIS |
LOC-MAR-ROOM | equipment room of Marwood | site | | LOC-BUS-MAR LOC-MAR
LOC-AND-ROOM | equipment room of Andersey | site | | LOC-BUS-AND LOC-AND
LOC-LAB-ROOM | equipment room of the laboratory | site | | LOC-LAB SUP-GRID
LOC-BUS-MAR | emergency power of Marwood | hardware | | SUP-GRID SUP-FUEL
LOC-BUS-DIS | emergency power of dispatch | hardware | | SUP-GRID SUP-FUEL
LOC-THEATRES | theatres | site | | LOC-BUS-STB LOC-STB
LOC-ICU | intensive care | site | | LOC-BUS-STB LOC-STB
LOC-BLOODBANK | blood bank | site | | LOC-BUS-STB LOC-STB
LOC-MEDGAS-PLANT | plant of medical gases | site | | LOC-STB SUP-OXYGENA
LOC-PHARMACY | pharmacy | site | | LOC-BUS-STB LOC-STB
LOC-RADIOLOGY | radiology | site | | LOC-BUS-STB LOC-STB
""")

PEOPLE = rows("""
PPL-PARAMEDICS | paramedics | 310 | PRC-TRANSPORT
PPL-RADIOGRAPHERS | radiographers | 118 | INF-IMAGING
PPL-RADIOLOGISTS | radiologists | 46 | INF-IMAGING
PPL-LAB-STAFF | laboratory technicians | 164 | INF-LAB INF-BLOOD
PPL-PATHOLOGISTS | pathologists | 19 | INF-PATHOLOGY
PPL-PHARMACISTS | pharmacists and technicians | 71 | INF-PHARMACY INF-ORDERS
PPL-MIDWIVES | midwives in the community | 84 | INF-MATERNITY
PPL-ANAESTHETISTS | anaesthetists | 62 | PRC-THEATRE
PPL-THEATRE-STAFF | theatre staff | 205 | PRC-THEATRE PRC-STERILE
PPL-THERAPISTS | therapists | 238 | INF-EHR PRC-OUTPATIENT
PPL-PSYCHIATRISTS | psychiatrists and psychologists | 57 | INF-MENTAL
PPL-RECEPTION | reception and admission | 142 | PRC-ADMISSION PRC-OUTPATIENT
PPL-PORTERS | porters | 96 | PRC-TRANSPORT
PPL-CODERS | coders and billing clerks | 48 | INF-BILLING
PPL-FINANCE | finance staff | 37 | INF-FINANCE
PPL-HR | human resources staff | 33 | INF-HR
PPL-BUYERS | buyers | 22 | INF-PROCUREMENT
PPL-STUDY-NURSES | study nurses | 17 | INF-RESEARCH
PPL-ENGINEERS | medical engineers | 41 | PRC-INFUSION INF-IMAGING
PPL-ADMINISTRATORS | administrators of information technology | 58 | INF-EHR INF-BILLING
PPL-FACILITIES | technicians of the buildings | 74 | PRC-BUILDING PRC-MEDGAS
""")

# name | zone | gateway | room | what the devices serve, and the devices: name:count:supplier
DEVICES = rows("""
INF-EHR | MONITORS | APP-GATEWAY-MONITORS | LOC-ICU | bedside monitors of intensive care:148:VITASIGN; bedside monitors of wards:612:VITASIGN; telemetry transmitters:240:VITASIGN; ventilators of intensive care:132:SOMNUS; transport ventilators:46:SOMNUS; electrocardiographs:118:CORVIA; defibrillators:164:CORVIA; pulse oximeters:400:VITASIGN; blood pressure monitors:620:VITASIGN; capnographs:58:VITASIGN; brain pressure monitors:14:VITASIGN; dialysis machines:68:RENALIS; mobile heart pumps:9:CORVIA; patient scales:310:MEDINVENT; smart mattresses:420:WARDFLOW
INF-ORDERS | WIRELESS | APP-PRINT-LABELS | - | feeding pumps:260:DRIPLINE; pumps for pain relief:190:DRIPLINE; insulin pumps:74:DRIPLINE; handheld scanners for medication:640:SCANORA
INF-PHARMACY | WARDS | APP-SSO | LOC-PHARMACY | dispensing cabinets:84:PHARMALOG; robots for unit doses:3:PHARMALOG; mixers for chemotherapy:6:THERAPLAN; mixers for nutrition:4:PHARMALOG; medicine refrigerators:172:COLDSTONE; safes for controlled drugs:88:PHARMALOG
INF-LAB | LAB | APP-GATEWAY-LAB | LOC-BLOODBANK | haematology analysers:12:LABORA; coagulation analysers:8:LABORA; blood gas analysers:46:LABORA; urine analysers:18:LABORA; immunoassay analysers:9:LABORA; culture incubators:14:LABORA; mass spectrometers:5:SPECTRALIS; sequencing and PCR devices:16:SPECTRALIS; glucose meters:440:LABORA; sample sorters:4:LABORA; freezers with sensors:61:COLDSTONE
INF-PATHOLOGY | LAB | APP-GATEWAY-LAB | - | slide scanners:6:HISTOSOFT; tissue processors:11:HISTOSOFT; cryostats:7:HISTOSOFT; stainers:9:HISTOSOFT
INF-IMAGING | IMAGING | APP-GATEWAY-IMAGING | LOC-RADIOLOGY | computed tomographs:9:LUMEN; fixed X-ray rooms:22:LUMEN; mobile X-ray units:31:LUMEN; ultrasound scanners:146:ECHOGRAPH; mammographs:6:LUMEN; C-arms:24:LUMEN; angiography rooms:7:CORVIA; positron tomographs:2:LUMEN; bone densitometers:4:ECHOGRAPH; dental X-ray units:8:ECHOGRAPH; contrast injectors:19:LUMEN; reading workstations:88:LUMEN; linear accelerators:4:THERAPLAN
PRC-THEATRE | THEATRES | APP-GATEWAY-MONITORS | LOC-THEATRES | anaesthesia machines:58:SOMNUS; electrosurgery units:92:OPTISCOPE; surgical robots:3:OPTISCOPE; endoscopy towers:36:OPTISCOPE; heart-lung machines:5:CORVIA; cell savers:12:CORVIA; operating microscopes:17:OPTISCOPE; navigation systems:8:OPTISCOPE; patient warmers:110:SOMNUS; theatre control panels:29:OPTISCOPE
INF-MATERNITY | MONITORS | APP-GATEWAY-MONITORS | - | fetal monitors:64:NATALIS; incubators:48:NATALIS; infant warmers:39:NATALIS; ventilators for newborns:22:SOMNUS; phototherapy lamps:27:NATALIS
PRC-STERILE | WARDS | APP-PRINT-LABELS | LOC-THEATRES | autoclaves:21:STERITRACK; washers for instruments:18:STERITRACK; washers for endoscopes:15:STERITRACK; low-temperature sterilisers:6:STERITRACK; scanners for instrument trays:72:SCANORA
PRC-OUTPATIENT | OFFICE | APP-SSO | - | eye scanners:9:OPTISCOPE; slit lamps:14:OPTISCOPE; audiometers:11:MEDINVENT; treadmills for stress tests:8:CORVIA; recorders for long-term electrocardiograms:150:CORVIA; recorders for sleep:24:MEDINVENT; electroencephalographs:13:MEDINVENT; spirometers:36:MEDINVENT
PRC-ADMISSION | WIRELESS | APP-SSO | - | workstations on wheels:620:DESKMARK; bedside terminals:1050:WARDFLOW; telephones of nurses:840:TELVANE; tablets for rounds:520:DESKMARK; nurse call panels:900:KLARTON; wristband printers:96:PRINTRONA
PRC-TRANSPORT | WIRELESS | APP-PHONE | - | monitors of ambulances:52:VITASIGN; tablets of porters:110:DESKMARK; location tags of beds:780:WARDFLOW; transport incubators:7:NATALIS; vehicle routers:49:FIBRELANE
""")

SUPPLIERS = rows("""
RENALIS | Renalis Dialysis | dialysis machines and record
VOXSCRIBE | Voxscribe | speech recognition
HISTOSOFT | Histosoft | pathology system and devices
LABORA | Labora Diagnostics | analysers and laboratory systems
NATALIS | Natalis Care | maternity record and devices
SOMNUS | Somnus Anaesthesia | anaesthesia and ventilation
OPTISCOPE | Optiscope | endoscopy and eye clinic
CORVIA | Corvia Heart | cardiology systems and devices
THERAPLAN | Theraplan | planning of therapies
MINDNOTE | Mindnote | psychiatry record
SIGNARO | Signaro | consent on tablets
PHARMALOG | Pharmalog | pharmacy systems and cabinets
STERITRACK | Steritrack | sterile supply
WARDFLOW | Wardflow | beds, transport and appointments
PORTICO | Portico Health | portal for patients
VIDIMED | Vidimed | video consultation
KLARTON | Klarton Call | nurse call
LEDGERLINE | Ledgerline | finance and procurement
SHIFTWELL | Shiftwell | duty rosters
PAYGRAIN | Paygrain | payroll
CASEMIX | Casemix Partners | coding and claims
PAPERVAULT | Papervault | scanning and archive
TICKETEER | Ticketeer | service desk
MEDINVENT | Medinvent | devices and their register
VITASIGN | Vitasign Monitoring | patient monitors
KEYHARBOUR | Keyharbour | single sign-on
TELVANE | Telvane | telephones and messages
PRINTRONA | Printrona | printers
SPECTRALIS | Spectralis | spectrometers and sequencers
ECHOGRAPH | Echograph | ultrasound
COLDSTONE | Coldstone | refrigerators and freezers
SCANORA | Scanora | scanners
DESKMARK | Deskmark Computers | workstations and tablets
FIBRELANE | Fibrelane | lines and internet access
WATCHMERE | Watchmere Security | watch around the clock
OXYGENA | Oxygena Gases | medical gases
IRONVAULT | Ironvault Storage | tapes out of reach
CLEANLINE | Cleanline Services | cleaning
GUARDWICK | Guardwick | guards
LIFTHAUS | Lifthaus | lifts and their remote watch
AIRWELL | Airwell Climate | cooling and ventilation
SHREDSAFE | Shredsafe | shredding of paper and media
AMBUFLEET | Ambufleet | vehicles of the ambulance service
RADIONET | Radionet | radio network of dispatch
LINENPOINT | Linenpoint | laundry and tags in textiles
STAFFBRIDGE | Staffbridge | agency nurses
HOSTMOOR | Hostmoor Cloud | hosting of the web site
TUTORIA | Tutoria | training platform
DOSIMETRIX | Dosimetrix | measurement of doses
""")
CLOUD = ("VIDIMED", "PAYGRAIN", "PORTICO", "HOSTMOOR", "KEYHARBOUR", "WATCHMERE")
# Suppliers no application or device names, and what stands on them.
OTHER_SUPPLIES = {
    "SUP-IRONVAULT": ["SRV-BACKUP"],
    "SUP-CLEANLINE": ["LOC-STB", "LOC-AND", "LOC-MAR"],
    "SUP-GUARDWICK": ["LOC-STB", "LOC-AND", "LOC-DIS"],
    "SUP-LIFTHAUS": ["LOC-STB"],
    "SUP-AIRWELL": ["LOC-COOLING"],
    "SUP-SHREDSAFE": ["LOC-STB", "LOC-AND"],
    "SUP-AMBUFLEET": ["PRC-TRANSPORT"],
    "SUP-RADIONET": ["NET-DISPATCH"],
    "SUP-LINENPOINT": ["PRC-STERILE"],
    "SUP-STAFFBRIDGE": ["PPL-NURSES"],
    "SUP-HOSTMOOR": ["APP-PATIENT-PORTAL"],
    "SUP-TUTORIA": ["APP-HR"],
    "SUP-DOSIMETRIX": ["APP-RIS"],
}
# What the core gains when the rest of the group is there.
GRAFTS = {
    "LOC-DC-NORTH": ["LOC-STB"], "LOC-DC-SOUTH": ["LOC-AND"], "LOC-DIS-ROOM": ["LOC-BUS-DIS", "LOC-DIS"],
    "PRC-THEATRE": ["LOC-THEATRES"], "INF-BLOOD": ["LOC-BLOODBANK"], "PRC-MEDGAS": ["LOC-MEDGAS-PLANT"],
    "MED-ANALYSERS": ["NET-LABCAMPUS"], "APP-CPOE": ["APP-MPI", "APP-SSO"], "APP-EHR": ["NET-DC"],
    "APP-PACS": ["APP-MPI", "APP-SSO"], "APP-LIS": ["APP-MPI", "APP-SSO"], "APP-THEATRE": ["APP-SSO"],
    "APP-HR": ["APP-SSO"], "APP-BILLING": ["APP-SSO"], "APP-BLOOD": ["NET-DC"],
}
WITHOUT_AVAILABILITY = ["confidentiality", "integrity", "safety"]


def build_assets(core, rng):
    assets, suppliers = core["assets"], core["suppliers"]

    def add(ident, name, kind, owner, **more):
        if ident in assets:
            raise ValueError(f"{ident} is there already")
        assets[ident] = {"name": name, "kind": kind, "owner": owner, **more, "depends_on": {}}

    def depend(source, target, kind=None, carries=None):
        edge = {k: v for k, v in (("kind", kind), ("carries", carries)) if v}
        assets[source]["depends_on"].setdefault(target, edge)

    for ident, name, owner, needs, tag in PRIMARY:
        c, i, a, s = needs.split()
        kind = "information" if ident.startswith("INF") else "process"
        more = {"tags": [tag]} if tag else {}
        add(ident, name, kind, owner, need={"confidentiality": c, "integrity": i, "availability": a, "safety": s}, **more)
    for ident, name, services in SUPPLIERS:
        sup = f"SUP-{ident}"
        suppliers[sup] = {"name": name, "services": services}
        tags = [t for t, yes in (("cloud-service", ident in CLOUD), ("ict-supply-chain", ident in CLOUD)) if yes]
        if tags:
            suppliers[sup]["tags"] = tags
        number = 1000 + rng.below(9000)
        suppliers[sup]["agreement"] = f"agreement {ident[:3]}-{number} of {2019 + rng.below(7)}"
        suppliers[sup]["reviewed_on"] = str(date(2025, 7, 1) + timedelta(days=rng.below(330)))
        add(sup, name, "supplier", "HEAD-PROCUREMENT", represents={"supplier": sup})
        core["scope"]["interfaces"][f"IF-{ident}"] = {
            "name": services, "supplier": sup, "agreement": suppliers[sup]["agreement"]}
    for ident, name, kind, site, needs in LOCATIONS:
        more = {"represents": {"site": site}} if site else {}
        if kind == "hardware":
            more["count"] = 1
        add(ident, name, kind, "HEAD-FACILITIES", **more)
    for ident, name, count, needs in NETWORKS:
        add(ident, name, "network", "HEAD-NETWORKS", count=int(count), tags=["network"])
    for zone, name, counts in ZONES:
        for (site, place), count in zip(SITES, counts.split()):
            ident = f"NET-{site}-{zone}"
            add(ident, f"{name} of {place}", "network", "HEAD-NETWORKS", count=int(count), tags=["network"])
            depend(ident, "NET-CORE" if site == "STB" else "NET-WAN", "connected-via")
            depend(ident, {"STB": "LOC-DC-NORTH", "AND": "LOC-AND-ROOM", "MAR": "LOC-MAR-ROOM"}[site], "hosted-in")
            depend(ident, "NET-MGMT", "administered-by", ["integrity", "availability"])
    for ident, name, owner, count, needs in INFRASTRUCTURE:
        add(ident, name, "hardware", owner, count=int(count))
    servers = []
    for ident, name, owner, users, server, others, supplier in APPLICATIONS:
        add(ident, name, "software", owner)
        if server != "-" and server not in assets:
            servers.append(server)
            metal = server in ON_METAL
            add(server, f"servers of {name}", "hardware" if metal else "software", "HEAD-INFRA",
                count=rng.pick(SERVER_COUNTS))
    for server in servers:
        if server in ON_METAL:
            depend(server, "LOC-DC-SOUTH", "hosted-in")
            depend(server, "SRV-AD", "administered-by")
            depend(server, "NET-DC", "connected-via")
            continue
        host = "SRV-HV-ADMIN" if server in ADMIN_SERVERS else "SRV-HV-CLINICAL"
        depend(server, host, "runs-on")
        depend(server, "NET-DC", "connected-via")
        for service in ("SRV-VAULT", "SRV-LOGS", "SRV-UPDATES"):
            depend(server, service, "administered-by", ["confidentiality", "integrity"])
        depend(server, "SRV-BACKUP", "uses-service", ["confidentiality", "integrity"])
        depend(server, "SRV-AD", "uses-service")
        if rng.below(2):
            depend(server, "SRV-DNS", "uses-service")
    for ident, name, owner, users, server, others, supplier in APPLICATIONS:
        for user in users.split():
            if user == "!":
                assets[ident]["need"] = {"confidentiality": 2, "integrity": 1, "availability": 1, "safety": "none"}
            elif user != "-":
                depend(user, ident, "processed-by" if user.startswith("INF") else "uses-service")
        if server != "-":
            depend(ident, server, "runs-on")
        for other in others.split():
            if other != "-":
                depend(ident, other, "uses-service")
        depend(ident, supplier, "supplied-by", ["confidentiality", "integrity"] if server != "-" else None)
        depend(ident, "SRV-AD", "uses-service")
        depend(ident, "NET-DC" if server != "-" else "NET-INTERNET", "connected-via")
        if server != "-" and rng.below(3) == 0:
            depend(ident, "NET-VENDOR", "administered-by", ["confidentiality", "integrity"])
        if server == "-" or ident.endswith("PORTAL"):
            depend(ident, "SRV-PROXY", "connected-via")
        for site, _ in SITES:
            if users not in "-!" and rng.below(4):
                depend(ident, f"NET-{site}-{rng.pick(['WARDS', 'OFFICE'])}", "connected-via")

    number = 0
    for serves, zone, gateway, room, devices in DEVICES:
        for device in devices.split(";"):
            name, count, supplier = (part.strip() for part in device.split(":"))
            ident = "MED-" + re.sub(r"[^A-Z]+", "-", name.upper())
            owner = "HEAD-LAB" if zone == "LAB" else "HEAD-RADIOLOGY" if zone == "IMAGING" else "HEAD-MEDENG"
            number += 1
            if owner == "HEAD-MEDENG" and number % 19 == 4:
                owner = "HEAD-MEDENG-AND"
            add(ident, name, "hardware", owner, count=int(count))
            depend(serves, ident, "fed-by", ["integrity", "safety"] if serves in ("INF-EHR", "INF-ORDERS") else None)
            everywhere = int(count) > 20
            for site, _ in SITES if everywhere else [rng.pick(SITES)]:
                depend(ident, f"NET-{site}-{zone}", "connected-via")
            depend(ident, gateway, "fed-by")
            depend(ident, f"SUP-{supplier}", "supplied-by", ["integrity", "availability"])
            if room != "-":
                depend(ident, room, "hosted-in", ["availability", "safety"])
            if rng.below(3):
                depend(ident, "SRV-NTP", "uses-service", ["integrity"])
            if rng.below(2):
                depend(ident, "NET-VENDOR", "administered-by", ["confidentiality", "integrity"])
            if int(count) > 400:
                depend(ident, "SRV-DHCP", "uses-service")
            if int(count) > 100:
                depend(ident, "SRV-ADMISSION", "uses-service", ["integrity"])
            if rng.below(3) == 0:
                depend(ident, "SRV-UPDATES", "administered-by", ["integrity"])
    for ident, name, count, uses in PEOPLE:
        add(ident, name, "people", "HEAD-HR", count=int(count))
        for user in uses.split():
            depend(user, ident, "processed-by", ["confidentiality", "integrity"])
        for target, kind in (("SRV-AD", "uses-service"), ("APP-SSO", "uses-service"), ("APP-PHONE", "uses-service"),
                             ("SRV-PROXY", "connected-via"), ("NET-VPN", "connected-via")):
            depend(ident, target, kind)
        for site, _ in SITES:
            depend(ident, f"NET-{site}-OFFICE", "connected-via")
        depend(ident, f"NET-{rng.pick(SITES)[0]}-VOICE", "connected-via")
    for ident, name, count, needs in NETWORKS:
        for need in needs.split():
            depend(ident, need)
    for ident, name, owner, count, needs in INFRASTRUCTURE:
        for need in needs.split():
            depend(ident, need)
    for ident, name, kind, site, needs in LOCATIONS:
        for need in needs.split():
            depend(ident, need, "supplied-by" if need.startswith("SUP") else None)
    for source, targets in GRAFTS.items():
        for target in targets:
            # The core keeps its needs: what is grafted on a five passes on no availability.
            depend(source, target, None, WITHOUT_AVAILABILITY if source == "APP-CPOE" else None)
    for target, sources in OTHER_SUPPLIES.items():
        for source in sources:
            depend(source, target, "supplied-by", ["integrity"] if source == "PPL-NURSES" else None)
    for primary in ("PRC-ADMISSION", "PRC-TRANSPORT", "PRC-OUTPATIENT"):
        for site, _ in SITES:
            depend(primary, f"NET-{site}-VOICE")
    for site, _ in SITES:
        depend("PRC-OUTPATIENT", f"NET-{site}-GUEST")


def ranks(need):
    return {d: HARM.index(v) + 1 if d == "safety" else int(v) for d, v in need.items()}


def needs_of(assets):
    """The needs again, in the plainest way: repeat until nothing moves."""
    found = {a: {d: 0 for d in DIMENSIONS} for a in assets}
    lowered = {}
    for ident, asset in assets.items():
        for group in asset.get("redundancy", {}).values():
            for dimension, by in group.get("applied", {}).get("lowers", {}).items():
                for member in group["members"]:
                    lowered[ident, member, dimension] = by
    moved = True
    while moved:
        moved = False
        arrived = {a: dict.fromkeys(DIMENSIONS, 0) for a in assets}
        for ident, asset in assets.items():
            for target, edge in asset.get("depends_on", {}).items():
                for d in edge.get("carries", DIMENSIONS):
                    rank = found[ident][d]
                    if rank:
                        rank = max(1, rank - lowered.get((ident, target, d), 0))
                    arrived[target][d] = max(arrived[target][d], rank)
        for ident, asset in assets.items():
            own, over = ranks(asset.get("need", {})), ranks({k: v["level"] for k, v in asset.get("need_override", {}).items()})
            floor = ranks({k: v["at_least"] for k, v in asset.get("cumulation", {}).items()})
            for d in DIMENSIONS:
                rank = over.get(d, max(own.get(d, 0), floor.get(d, 0), arrived[ident][d]))
                if rank != found[ident][d]:
                    found[ident][d], moved = rank, True
    return found


# ---------------------------------------------------------------------------------------------------------------------
# Risks, and the register as somebody would type it: levels worked out here, compared by the engine.

AS_OF = date(2026, 6, 30)
# scenario | threats | dimensions | how it is put | the control against it | Annex A | likelihood basis
SCENARIOS = {
    "APP": rows("""
failure | THR-FAILURE | availability | {name}: down for more than a day | second instance of {name} | 8.14 | outages of the last five years
error | THR-ERROR | integrity | {name}: a release writes wrong values | comparison of {name} after every release | 8.29 | tickets of the last two years
insider | THR-INSIDER | confidentiality | {name}: read by people who need it not | monthly sample of accesses to {name} | 8.15 | samples of the log
vendor | THR-VENDOR | availability, integrity | {name}: the maker ends support early | plan to leave {name} | 5.22 | announcements of the maker
"""),
    "SUP": rows("""
stop | THR-VENDOR | availability | {name} stops its service | second source beside {name} | 5.30 | credit reports
leak | THR-VENDOR | confidentiality | {name} loses our data | proof of deletion by {name} | 5.20 | breaches of the sector
"""),
    "PPL": rows("""
phishing | THR-PHISHING | confidentiality, integrity | {name} give away their sign-in | drill by profession for {name} | 6.3 | mock messages
error | THR-ERROR | confidentiality | {name} send records to the wrong address | address check in the mail of {name} | 5.14 | reports to the privacy office
"""),
    "MED": rows("""
intrusion | THR-INTRUSION | integrity, safety | {name}: altered from the network | allow list at the switch for {name} | 8.22 | weaknesses published for the models
failure | THR-FAILURE | availability, safety | {name}: fail together after an update | spare units of {name} on another release | 7.13 | recalls of the last ten years
malware | THR-MALWARE | availability | {name}: infected by a service notebook | scan of service notebooks before work on {name} | 8.7 | two cases in the region
theft | THR-THEFT | confidentiality | {name}: sold or lost with data of patients | wiping of {name} before they leave | 7.14 | inventory differences
"""),
    "NET": rows("""
failure | THR-FAILURE | availability | {name}: fails for hours | second path for {name} | 8.14 | outages of the last five years
intrusion | THR-INTRUSION | confidentiality, integrity | {name}: an unknown device joins | port security in {name} | 8.20 | scans of the last year
"""),
    "LOC": rows("""
fire | THR-FIRE | availability | {name}: fire or water | inspection of pipes and detectors: {name} | 7.5 | insurer's report
power | THR-POWER | availability | {name}: no electricity for an hour | switching plan for {name} | 7.11 | readings of the last ten years
theft | THR-THEFT | confidentiality, integrity | {name}: entered by somebody without business there | rounds of guards: {name} | 7.2 | book of the guards
"""),
}
OWN_WAYS = ("failure", "stop", "malware", "theft")  # scenarios whose control no catalogue has, now and then
GROUP, SITE = "M-GROUP", "M-SITE"


class Register:
    """Levels by the two matrices; controls join by the strongest, and an unverified one counts for one step."""

    def __init__(self, core):
        self.core = core
        self.threat, self.direct = {}, {}
        for ident in core["controls"]:
            self.learn(ident)

    def learn(self, ident):
        on = self.core["controls"][ident]["acts_on"]
        for table, key in ((self.threat, "threats"), (self.direct, "risks")):
            for target, effect in on.get(key, {}).items():
                table.setdefault(target, []).append((ident, effect))

    def scales(self, method):
        m = self.core["methods"][method]
        return [[level["id"] for level in self.core["scales"][m[k]]["levels"]] for k in ("likelihood", "consequence")]

    def level(self, method, likelihood, consequence):
        likelihoods, _ = self.scales(method)
        return self.core["methods"][method]["combine"]["matrix"][likelihoods[likelihood]][consequence]

    def reaching(self, ident):
        risk = self.core["risks"][ident]
        reached = {}
        for threat in risk.get("threats", []):
            for control, effect in self.threat.get(threat, []):
                reached.setdefault(control, []).append(effect)
        for control, effect in self.direct.get(ident, []):
            reached[control] = [effect]
        return reached

    def levels(self, ident):
        risk = self.core["risks"][ident]
        method = risk["method"]
        scales = self.scales(method)
        start = [scale.index(risk["inherent"][axis]) for scale, axis in zip(scales, ("likelihood", "consequence"))]
        out = [self.level(method, *start)]
        for planned in (False, True):
            end = []
            for axis, rank in zip(("likelihood", "consequence"), start):
                best = 0
                for control, effects in self.reaching(ident).items():
                    what = self.core["controls"][control]
                    if what["status"] == "planned":
                        if not planned or control not in self.named(ident):
                            continue
                        limit = 99
                    else:
                        seen = what.get("verification", {}).get("valid_until", "")
                        limit = 99 if what["status"] == "implemented" and seen >= str(AS_OF) else 1
                    for effect in effects:
                        best = max(best, min(effect.get(axis, {"by": 0})["by"], limit))
                end.append(max(0, rank - best))
            out.append(self.level(method, *end))
        return out

    def named(self, ident):
        return self.core["treatments"].get(f"T-{ident[2:]}", {}).get("controls", [])


def build_risks(core, rng):
    assets, needs = core["assets"], needs_of(core["assets"])
    register = Register(core)
    # How many risks concern which part of the group; the rest of the 160 stands in the core.
    plan = {"APP": 40, "SUP": 15, "PPL": 14, "MED": 40, "NET": 16, "LOC": 12}
    customs = 0
    for prefix, count in plan.items():
        pool = [a for a in assets if a.startswith(prefix) and a not in core["written"] and a not in SPARED]
        done = set()
        for n in range(count):
            asset = pool[n * 11 % len(pool)]
            ways = SCENARIOS[prefix]
            way = ways[rng.below(len(ways))]
            while (asset, way[0]) in done:
                way = ways[(ways.index(way) + 1) % len(ways)]
            done.add((asset, way[0]))
            custom = add_risk(core, register, rng, asset, way, needs, GROUP if prefix in ("APP", "SUP", "PPL") else SITE,
                              customs < 12)
            customs += custom


SPARED = {"APP-FAX", "SUP-CATERING", "LOC-BUS-DIS", "LOC-DIS"}


def add_risk(core, register, rng, asset, way, needs, method, may_be_custom):
    kind, threat, dimensions, title, control_title, entry, basis = way
    dimensions = [d.strip() for d in dimensions.split(",")]
    what, name = core["assets"][asset], core["assets"][asset]["name"]
    ident = f"R-{asset[4:] if not asset.startswith('PPL') else asset}-{kind.upper()}"
    table = core["methods"][method]["need_to_consequence"]
    likelihoods, consequences = register.scales(method)
    implied = 0
    for d in dimensions:
        rank = needs[asset][d]
        if rank:
            implied = max(implied, consequences.index(table[d][HARM[rank - 1] if d == "safety" else str(rank)]))
    consequence = max(1, implied - (rng.below(3) == 0))
    likelihood = rng.pick([0, 1, 1, 2, 2, 2, 3][: 7 if method == GROUP else 6])
    if method == GROUP and rng.below(9) == 0:
        likelihood += 1
    owner = what["owner"]
    assessed = date(2025, 9, 15) + timedelta(days=rng.below(60)) if method == GROUP else \
        date(2026, 3, 2) + timedelta(days=rng.below(40))
    risk = {
        "title": title.format(name=name), "approach": "asset", "category": "group" if method == GROUP else "site",
        "affects": dimensions, "assets": [asset], "threats": [threat], "owner": owner, "method": method,
        "method_version": core["methods"][method]["version"], "assessed_on": str(assessed),
        "review_by": str(assessed + timedelta(days=400)),
        "inherent": {
            "likelihood": likelihoods[likelihood], "likelihood_basis": basis,
            "consequence": consequences[consequence],
            "consequence_basis": f"estimated with the owner from the need of {name}"},
    }
    core["risks"][ident] = risk
    status = "planned" if rng.below(9) == 0 else "implemented"
    control = f"CTL-{ident[2:]}"
    custom = bool(may_be_custom and kind in OWN_WAYS and rng.below(3) == 0)
    made = {"title": control_title.format(name=name), "status": status, "owner": owner, "operator": owner}
    if not custom:
        made["implements"] = [f"iso27001-2022:A.{entry}"]
    made["operates_on"] = [asset]
    if status == "implemented":
        on = date(2025, 8, 1) + timedelta(days=rng.below(300))
        made["verification"] = {"on": str(on), "valid_until": str(on + timedelta(days=500)), "by": "INTERNAL-AUDITOR"}
    made["acts_on"] = {"risks": {ident: {"likelihood": {"by": 1}, "consequence": {"by": 1}}}}
    core["controls"][control] = made
    register.learn(control)
    named = sorted(register.reaching(ident))
    core["treatments"][f"T-{ident[2:]}"] = {"risk": ident, "controls": named}
    if register.levels(ident)[2] in ("high", "very-high"):
        made["acts_on"]["risks"][ident]["likelihood"]["by"] = 2
    decided = assessed + timedelta(days=14 + rng.below(20))
    approved = decided + timedelta(days=5 + rng.below(10))
    due = date(2026, 8, 1) + timedelta(days=rng.below(240))
    action = {"what": f"{'introduce' if status == 'planned' else 'show that it works'}: {made['title']}", "owner": owner,
              "due": str(due), "status": rng.pick(["open", "started", "started"])}
    if status == "implemented" and rng.below(3) == 0:
        action = {**action, "due": str(approved + timedelta(days=60)), "status": "done"}
    core["treatments"][f"T-{ident[2:]}"] = {
        "risk": ident, "options": ["modify"], "controls": named, "rationale": "decided with the owner of the risk",
        "decided_by": owner, "decided_on": str(decided), "approved_by": owner, "approved_on": str(approved),
        "actions": {"1": action}}
    inherent, current, residual = register.levels(ident)
    risk["stated"] = {"inherent": inherent, "current": current, "residual": residual}
    risk["target"] = residual if core["methods"][method]["dispositions"][residual] != "retain" else "low"
    if core["methods"][method]["dispositions"][residual] != "retain":
        accepted = approved + timedelta(days=1 + rng.below(9))
        core["acceptances"][f"ACC-{ident[2:]}"] = {
            "risk": ident, "level": residual, "by": owner, "on": str(accepted),
            "valid_until": str(accepted + timedelta(days=364)),
            "rationale": "what remains is borne by the owner until the next assessment",
            "basis": {"method": method, "method_version": risk["method_version"], "current": current, "residual": residual}}
    return custom


# Part of the group and scenario, or part alone, and the enterprise risk it belongs to.
ENTERPRISE = {
    "APP failure": "ER-CARE", "APP error": "ER-OPERATIONS", "APP insider": "ER-PRIVACY", "APP vendor": "ER-SUPPLY",
    "SUP stop": "ER-SUPPLY", "SUP leak": "ER-PRIVACY", "PPL": "ER-PRIVACY", "MED theft": "ER-PRIVACY", "MED": "ER-HARM",
    "NET": "ER-CARE", "LOC": "ER-BUILDINGS",
}


def roll_up(core):
    for ident, risk in core["risks"].items():
        if ident not in core["written"]:
            part, scenario = risk["assets"][0][:3], ident.rsplit("-", 1)[1].lower()
            to = ENTERPRISE.get(f"{part} {scenario}") or ENTERPRISE[part]
            core["enterprise_risks"][to]["risks"].append(ident)


def fill_controls(core, rng):
    """Controls of single sites and systems beside the risks, up to 230; the last ones that no catalogue has, up to 21."""
    custom = [c for c in core["controls"].values() if not c.get("implements")]
    servers = [a for a in core["assets"] if a.startswith(("SRV", "NET")) and a not in core["written"]]
    kinds = rows("""
THR-INTRUSION | rules of the firewall before {name}, reviewed | 8.22 | likelihood
THR-FAILURE | restore test of {name} | 8.13 | consequence
THR-ERROR | reviewed baseline of {name} | 8.9 | likelihood
THR-MALWARE | detection on {name} | 8.7 | likelihood
THR-INTRUSION | administrators of {name} in the vault | 8.2 | likelihood
""")
    missing = 21 - len(custom)
    for n in range(230 - len(core["controls"])):
        asset = servers[(n * 11) % len(servers)]
        threat, title, entry, axis = kinds[n % len(kinds)]
        name = core["assets"][asset]["name"]
        on = date(2025, 9, 1) + timedelta(days=rng.below(250))
        made = {"title": title.format(name=name), "status": "implemented", "owner": core["assets"][asset]["owner"],
                "operator": core["assets"][asset]["owner"]}
        if n >= missing:
            made["implements"] = [f"iso27001-2022:A.{entry}"]
        made |= {"operates_on": [asset],
                 "verification": {"on": str(on), "valid_until": str(on + timedelta(days=540)), "by": "INTERNAL-AUDITOR"},
                 "acts_on": {"threats": {threat: {axis: {"by": 1}}}}}
        core["controls"][f"CTL-{asset[4:]}-{n + 1}"] = made


def state_applicability(core):
    """The statement follows the controls: partial where one of them is only planned or works in part."""
    by_entry = {}
    for control in core["controls"].values():
        for reference in control.get("implements", []):
            by_entry.setdefault(reference.split(":")[1], []).append(control["status"])
    for entry, decision in core["soa"]["entries"].items():
        if decision["necessary"]:
            done = all(status == "implemented" for status in by_entry[entry])
            decision["status"] = "implemented" if done else "partial"
    for ident, control in core["controls"].items():
        if not control.get("implements"):
            core["soa"]["own"][ident] = {"necessary": True, "reasons": ["risk-assessment"], "status": control["status"]}


def seed_defects(core):
    """What the auditor of the second surveillance would find besides the defects of the core."""
    made = [r for r in core["risks"] if r not in core["written"]]
    treatments = core["treatments"]
    for ident in ("MED-SLIT-LAMPS", "MED-BONE-DENSITOMETERS", "MED-TABLETS-OF-PORTERS"):
        del core["assets"][ident]["owner"]
    core["assets"]["SRV-KIOSK"] = {
        "name": "guest kiosk left from a trial", "kind": "hardware", "owner": "HEAD-INFRA", "count": 2,
        "need": {"confidentiality": 1, "integrity": 1, "availability": 1, "safety": "none"},
        "depends_on": {"NET-INTERNET": {}}}
    del core["scope"]["interfaces"]["IF-LIFTHAUS"]
    for member in ("agreement", "reviewed_on"):
        del core["suppliers"]["SUP-AIRWELL"][member]
    core["scope"]["interfaces"]["IF-AIRWELL"].pop("agreement")
    low = [r for r in made if core["risks"][r]["stated"]["current"] in ("low", "medium")]
    for ident in low[10:13]:
        core["risks"][ident]["review_by"] = "2026-05-31"
    for ident in low[20:23]:
        core["risks"][ident]["inherent"].pop("likelihood_basis")
    for ident in low[30:35]:
        action = treatments[f"T-{ident[2:]}"]["actions"]["1"]
        action |= {"due": "2026-05-15", "status": "open"}
    slip = [r for r in made if core["risks"][r]["stated"]["residual"] == "medium"]
    core["risks"][slip[7]]["stated"]["residual"] = "low"
    accepted = [a for a in core["acceptances"] if a not in core["written"]]
    core["acceptances"][accepted[3]]["valid_until"] = "2026-05-31"
    core["acceptances"][accepted[5]]["by"] = "HEAD-TRAINING"
    planned = [e for e, d in core["soa"]["entries"].items() if d.get("status") == "partial"]
    for entry in [e for e in planned if e != "A.8.12"][:2]:
        core["soa"]["entries"][entry]["status"] = "implemented"


def generate():
    core = read_yaml(CORE.read_text(encoding="utf-8"))
    written = set()
    for collection in ("assets", "risks", "controls", "treatments", "acceptances"):
        written |= set(core[collection])
    core["written"] = written
    rng = Random(SEED)
    for ident, title, holder in ROLES:
        core["roles"][ident] = {"title": title, "holder": holder}
    build_assets(core, rng)
    build_risks(core, rng)
    fill_controls(core, rng)
    roll_up(core)
    state_applicability(core)
    seed_defects(core)
    del core["written"]
    return core


def text_of(core):
    """One item a line, so that a change of one item is a change of one line."""
    def compact(value):
        return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))

    parts = []
    for key, value in core.items():
        deep = isinstance(value, dict) and value and all(isinstance(v, dict) for v in value.values())
        if deep:
            lines = ",\n".join(f"    {compact(k)}: {compact(v)}" for k, v in value.items())
            parts.append(f"  {compact(key)}: {{\n{lines}\n  }}")
        elif isinstance(value, dict):
            lines = []
            for k, v in value.items():
                if isinstance(v, dict) and v:
                    inner = ",\n".join(f"      {compact(a)}: {compact(b)}" for a, b in v.items())
                    lines.append(f"    {compact(k)}: {{\n{inner}\n    }}")
                else:
                    lines.append(f"    {compact(k)}: {compact(v)}")
            parts.append(f"  {compact(key)}: {{\n" + ",\n".join(lines) + "\n  }")
        else:
            parts.append(f"  {compact(key)}: {compact(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def main(arguments):
    if arguments not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    text = text_of(generate()).encode()
    if arguments:
        current = FULL.exists() and FULL.read_bytes() == text
        if not current:
            print(f"{FULL.name} is not what generate.py writes; run it and check the document in", file=sys.stderr)
        return 0 if current else 1
    FULL.write_bytes(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
