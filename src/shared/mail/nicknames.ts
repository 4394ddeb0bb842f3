/**
 * Given names that stand for one another, English and Spanish, one group a line: the full names first, then the short
 * and pet forms. A name may stand in several groups (Pat, Alex, Chris). Written as searchKey writes them.
 */
const GROUPS = `
  abigail abby abbie gail
  abraham abe bram
  adelaide adele addie della
  adrian adriano
  agnes aggie nessie ines
  albert alberto al bert bertie beto
  alejandro alex ale jandro sandro alexander
  alejandra alex ale sandra alexandra
  alexander alex al xander sandy sasha alec
  alexandra alexandria alex alexa lexi sandra sandy sasha
  alfred alfredo al fred fredo alf
  alice alicia allie ali
  allison alison allie ali
  alonzo alonso al lon
  amanda mandy manda
  amelia amy millie mel
  ana anna anne ann annie anita anya
  andrea andie drea andi
  andrew andres andy drew
  angela angelina angie angelica
  anthony antonio tony toni antony
  antonia toni tonia
  archibald archie
  arnold arnoldo arnie
  arthur arturo art artie
  augustus augustine agustin gus augie
  barbara barb barbie babs
  beatrice beatriz bea trixie betty
  benjamin ben benji benny
  bernard bernardo bernie
  bradley brad
  brenda bren
  brian bryan bri
  bridget biddy bridie
  calvin cal
  cameron cam
  camille camila cami millie
  candace candice candy
  carl carlos charles karl
  carmen carmela carmelita
  caroline carolina carol carrie caro lina carolyn
  cassandra cass cassie sandra
  catherine katherine kathryn catalina cathy kathy kate katie kat kitty cate kay
  cecilia celia cece cissy
  charles carlos charlie chuck chas chaz charley carlitos
  charlotte charlie lottie carlota
  christian cristian chris
  christina christine cristina chris chrissy tina kristina kristine kris kristy christy
  christopher cristobal chris kit topher kris
  clarence clare
  claudia claude
  clifford clifton cliff
  concepcion concha conchita
  consuelo chelo
  constance connie constanza
  cornelius neil corny
  curtis curt kurt
  cynthia cindy cyndi
  daniel dan danny dani
  daniela danielle dani dany
  david dave davey davy
  deborah debra deb debbie
  delores dolores lola dolly loli
  dennis denny denis
  diana diane di dianne
  dominic domingo dom nick mingo
  donald don donny donnie
  dorothy dorothea dot dottie dolly dora
  douglas doug
  duncan dunc
  edgar ed eddie
  edmund edmundo ed eddie ned
  edward eduardo ed eddie ted ned teddy lalo edu
  edwin ed eddie
  eleanor elinor ellie nell nora lenora leonor
  elias eli
  elizabeth elisabeth isabel eliza liz beth betsy betty lizzie libby elsie bess lisa
  ellen helen elena nell nellie ellie
  emily emilia em emmy millie
  emma em emmy
  enrique henry kike quique
  ernest ernesto ernie neto
  esteban stephen steven
  esther hester essie
  eugene eugenio gene
  evelyn eve evie eva
  felipe philip pipe
  fernando fernand nando fer
  florence flo flossie florencia
  frances francesca francisca fran franny frankie paca paquita pancha
  francis francisco frank paco pancho frankie cisco franco
  franklin frank frankie
  frederick federico fred freddy freddie fritz fede rick
  gabriel gabe gabi gabriele
  gabriela gabrielle gabby gabi
  geoffrey jeffrey jeff geoff
  george jorge georgie
  gerald gerardo gerry jerry gerard
  geraldine gerry geri
  gilbert gilberto gil bert
  gloria glo
  gordon gord gordie
  graciela grace gracie chela
  gregory gregorio greg gregg goyo
  guadalupe lupe lupita
  guillermo william memo guille
  gustavo gus tavo
  harold harry hal
  harriet hattie harry
  hector tito
  henry hank harry hal enrique
  herbert herb bert heriberto
  hilary hillary hil
  howard howie
  hugh hugo huey
  ignacio nacho ignatius iggy
  isaac ike zac
  isabella isabel isabelle bella izzy belle isa
  jacob jake jacobo coby
  jacqueline jackie jacqui
  jaime james jimmy
  james jim jimmy jamie jimmie jem diego santiago
  jane janie jean joan juana
  janet jan
  jason jay jace
  jasmine jazmin jas
  javier xavier javi
  jeffrey jeff
  jennifer jen jenny jenn
  jeremy jeremiah jerry jem
  jerome jerry geronimo
  jessica jess jessie
  jesus chuy chucho
  joaquin quino
  john juan jack johnny jon johnnie ian sean
  jonathan jon john jonny nathan
  joseph jose joe joey pepe jo
  josephine josefina josie jo fina pepa
  joshua josh
  joyce joy
  juan john juanito juancho
  judith judy jude judi
  julia julie jules juli
  julian julius julio jules
  justin tino
  karen kari
  kenneth ken kenny kent
  kevin kev
  kimberly kim kimmy
  lawrence lorenzo larry laurie lars
  leonard leonardo leo len lenny
  leonor leonora nora
  leslie les lesley
  lillian lily lilly lil liliana
  linda lindy lynn
  louis luis lou louie lucho
  louise luisa lou lulu
  lucas luke luca
  lucia lucy lucille lucinda lu
  luz lucha
  lydia lidia lyddie
  manuel manny manolo emmanuel
  marcos mark marcus marc marco
  margaret margarita maggie meg peggy marge margie greta rita daisy peg margo margot
  maria mary marie mia mari marita
  maribel mari
  mario marius
  marjorie marge margie
  martha marta marty mattie
  martin marty tino
  matthew mateo matt matty
  maureen mo
  maximilian maximiliano max maximo
  melissa mel missy lissa
  mercedes mercy meche merche
  michael miguel mike mickey mick micky mitch mikey
  michelle shelly micki
  mildred millie
  monica moni
  nancy nan
  natalie natalia nat talia
  nathan nathaniel nate nat
  nicholas nicolas nick nicky nico klaus
  nicole nicola nikki nicky
  norman norm
  octavio tavio
  oliver ollie
  olivia liv ollie livia
  oscar ozzie
  pamela pam
  patricia pat patty trish tricia patti paty
  patrick patricio pat paddy rick
  paul pablo paulie
  paula paola pauline
  pedro peter
  penelope penny nell
  peter pedro pete
  philip phillip felipe phil pip
  phyllis phyl
  priscilla cilla prissy
  rafael raphael rafa rafe ralph
  ramon raymond moncho
  randall randolph randy rand
  raul ralph
  raymond ramon ray
  rebecca rebeca becky becca
  refugio cuco
  reginald reg reggie reynaldo
  ricardo richard
  richard ricardo rich rick dick richie ricky ritchie
  robert roberto bob rob bobby robbie bert beto tito
  roberta bobbie robbie berta
  rodney rod
  rodrigo roderick rod rigo
  roger rogelio rodger
  ronald ronaldo ron ronnie
  rosa rose rosie rosita
  rosario charo chayo
  rosemary rosie rose
  russell russ rusty
  ruth ruthie
  salvador sal chava
  samantha sam sammy
  samuel sam sammy
  sandra sandy
  sara sarah sally sadie
  sebastian seb bash
  sergio checo
  sharon shari
  shirley shirl
  sidney sydney sid syd
  sofia sophia sophie
  stanley stan
  stephanie estefania steph stefanie
  stephen steven esteban steve stevie stefan
  stuart stewart stu
  susan susana suzanne sue susie suzy susanna
  sylvia silvia sylvie
  tamara tammy tam
  teresa theresa terry tess tessa terri tere
  terence terrance terry
  theodore teodoro ted teddy theo
  thomas tomas tom tommy
  timothy timoteo tim timmy
  tobias toby
  tracy tracey
  valentina val tina
  valerie valeria val
  vanessa nessa
  veronica vero ronnie
  victor vic vito
  victoria vicky tori vikki
  vincent vicente vince vinny chente
  violet violeta vi
  virginia ginny ginger
  vivian viviana viv
  walter wally walt
  wayne
  wendy gwendolyn gwen
  wesley wes
  wilfred will fred wilfredo
  william guillermo bill will billy willy willie liam
  winifred winnie freddie
  winston win
  yolanda yoli
  zachary zach zack zak
`

/** Name to all names that may stand for it, itself not among them. */
export const NICKNAMES: ReadonlyMap<string, ReadonlySet<string>> = (() => {
  const found = new Map<string, Set<string>>()
  for (const line of GROUPS.trim().split('\n')) {
    const names = line.trim().split(' ')
    for (const name of names) {
      const others = found.get(name) ?? new Set<string>()
      for (const other of names) if (other !== name) others.add(other)
      found.set(name, others)
    }
  }
  return found
})()
